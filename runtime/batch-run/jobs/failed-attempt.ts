import { AGENT_CONTAINER } from '../../../api/containers.js';
import { containersOf } from '../../pod/pod-containers.js';
import type { ObservedJob, ObservedTaskPod } from '../observed.js';
import { failureAction } from './failure-policy.js';

/** Whether the failure of the Pod counts towards the Job's back-off limit. */
export const countsAsFailure = (job: ObservedJob, pod: ObservedTaskPod): boolean =>
  pod.status?.phase === 'Failed' && failureAction(job, pod) !== 'Ignore';

/** Undefined while the agent has not ended. */
export const agentExitCode = (pod: ObservedTaskPod): number | undefined =>
  containersOf(pod).find(({ name }) => name === AGENT_CONTAINER)?.state?.terminated?.exitCode;
