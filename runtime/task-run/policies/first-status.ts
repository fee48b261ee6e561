import type { TaskRun } from '../../../api/generated/kinds.js';
import type { Identified } from '../../../packages/kubernetes-conventions/object-key.js';
import type { RunState } from '../run-state.js';

/** How long after its creation, and after that of its Pod, a run may say nothing. */
const QUIET_SECONDS = 8;

/**
 * How long the status of a run may stay unwritten, in seconds; 0 when it is to be written now.
 *
 * A new run is Pending by the default of its CRD. One that starts as it should has nothing to tell before its Pod runs: two
 * writes, Running and the end, tell its whole life, where what it waits for and the Pod's name in between would be two
 * more. Whatever holds it up is told at once.
 *
 * @param now milliseconds since the epoch
 */
export function quietSeconds(
  { metadata, status }: TaskRun,
  pod: Identified | undefined,
  { reason, phase }: RunState,
  now: number,
): number {
  if (status?.conditions !== undefined || phase !== 'Pending' || reason !== 'PodPending') return 0;
  const { creationTimestamp = '' } = pod?.metadata ?? metadata;
  const age = (now - Date.parse(creationTimestamp)) / 1000;
  // Not when a clock runs behind the server's: it must not be silent for ever.
  return Math.abs(age) < QUIET_SECONDS ? QUIET_SECONDS - Math.abs(age) : 0;
}
