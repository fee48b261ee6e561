import type { TaskRun } from '../../../api/generated/kinds.js';
import type { Identified } from '../../../packages/kubernetes-conventions/object-key.js';
import type { RunState } from '../run-state.js';

/** How long the status of a run may stay empty after the creation of the run, and after that of its Pod. */
const QUIET_SECONDS = 8;

/**
 * How long the status of a run may stay unwritten, in seconds; 0 when it is to be written now.
 *
 * A new run is Pending by the default of its CRD. A run that starts normally needs two writes of its status: Running, and
 * the end. Writing what it waits for, and the name of its Pod, would be two more. A failure is written immediately.
 *
 * @param now milliseconds since the epoch
 */
export function quietSeconds(
  { metadata, status }: TaskRun,
  pod: Identified | undefined,
  { reason, phase }: RunState,
  now: number,
): number {
  if (status?.conditions !== undefined || phase !== 'Pending' || !isUsual(reason)) return 0;
  const { creationTimestamp = '' } = pod?.metadata ?? metadata;
  const age = (now - Date.parse(creationTimestamp)) / 1000;
  // Not if the local clock is behind that of the server: the status must not stay empty forever.
  return Math.abs(age) < QUIET_SECONDS ? QUIET_SECONDS - Math.abs(age) : 0;
}

const isUsual = (reason: RunState['reason']): boolean => reason === 'PodPending' || reason === 'Initializing';
