import { AGENT_CONTAINER } from '../../../api/containers.js';
import { EXIT_TEMPORARY } from '../../../api/exit-codes.js';
import { containersOf } from '../../pod/pod-containers.js';
import type { ObservedTaskPod } from '../observed.js';

/** Whether the failure of the Pod uses up an attempt. */
export const countsAsFailure = (pod: ObservedTaskPod): boolean =>
  pod.status?.phase === 'Failed' && agentExitCode(pod) !== EXIT_TEMPORARY;

/** Undefined while the agent has not ended. */
export const agentExitCode = (pod: ObservedTaskPod): number | undefined =>
  containersOf(pod).find(({ name }) => name === AGENT_CONTAINER)?.state?.terminated?.exitCode;
