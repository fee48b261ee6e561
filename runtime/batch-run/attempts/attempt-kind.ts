import { isClone, setupContainers } from '../../../api/containers.js';
import { EXIT_BAD_INPUT, EXIT_TEMPORARY } from '../../../api/exit-codes.js';
import type { KeptPolicy } from '../../../plan/batch-run/retry/kept-policy.js';
import { containersOf } from '../../pod/pod-containers.js';
import { agentExitCode } from '../jobs/failed-attempt.js';
import { isDisrupted } from '../jobs/failure-policy.js';
import type { ObservedTaskPod } from '../observed.js';
import type { AttemptKind } from './attempt.js';
import { isRejected } from './rejected-pod.js';

/** The kind of the failure of a Pod, in the order in which the rules of its Job ask, see `plan/batch-run/retry`. */
export function attemptKind(pod: ObservedTaskPod, { on }: Pick<KeptPolicy, 'on'> = { on: [] }): AttemptKind {
  if (isDisrupted(pod)) return pod.status?.reason === 'Evicted' ? 'Evicted' : 'Disruption';
  const lists = (wanted: string) => on.some(({ class: name }) => name === wanted);
  if (isRejected(pod)) return lists('Infrastructure') ? 'Disruption' : 'Other';
  const exitCode = agentExitCode(pod) ?? mintExitCode(pod) ?? 0;
  if (EXIT_BAD_INPUT.includes(exitCode)) return 'Other';
  if (exitCode === EXIT_TEMPORARY) return 'RateLimit';
  if (lists('Clone') && hasFailedClone(pod)) return 'Clone';
  const rule = exitCode === 0 ? -1 : on.findIndex(({ exitCodes = [] }) => exitCodes.includes(exitCode));
  return rule === -1 ? 'Other' : `ExitCodes/${rule}`;
}

/** What mints the tokens of clones has the agent's exit codes. */
const mintExitCode = (pod: ObservedTaskPod): number | undefined => {
  const exitCode = containersOf(pod).find(({ name }) => name === setupContainers.tokens.name)?.state?.terminated
    ?.exitCode;
  return exitCode === EXIT_TEMPORARY || EXIT_BAD_INPUT.includes(exitCode ?? 0) ? exitCode : undefined;
};

const hasFailedClone = (pod: ObservedTaskPod): boolean =>
  containersOf(pod).some(({ name, state }) => isClone(name) && (state?.terminated?.exitCode ?? 0) !== 0);
