import { countsText } from '../../../api/status/counts-text.js';
import { keyOf } from '../../../packages/kubernetes-conventions/object-key.js';
import { counted } from '../../../packages/kubernetes-conventions/sentence.js';
import { durationText } from '../../output/age-text.js';
import { isBatchRun, nameOf, type Run, runState } from '../../run/run-state.js';
import { type FollowedRun, progressRowsOf } from './followed-run.js';
import type { ProgressView } from './progress.js';

/** A run's line is shown again in a pipe when its phase or reason changes, not with every count. */
export const runProgress: ProgressView<FollowedRun> = {
  key: ({ run }) => keyOf(run),
  head: ({ run }, now) => headText(run, now),
  state: ({ run }) => `${runState(run).phase} ${problemOf(run)}`,
  rows: progressRowsOf,
};

/** As elsewhere, `batchrun/x  Running  2/6 tasks succeeded, 1 failed  12s`, but without sentences that are true for a moment. */
function headText(run: Run, now: number): string {
  const state = runState(run);
  return [nameOf(run), state.phase, problemOf(run) || countsOf(run), durationText(state, now)]
    .filter(Boolean)
    .join('  ');
}

/** Reasons of a run that goes on by itself; what they say is said of the tasks. */
const usual: ReadonlySet<string> = new Set([
  '',
  'TasksPending',
  'TasksRunning',
  'JobPending',
  'PodPending',
  'Initializing',
  'Running',
  'Queued',
  'BackingOff',
  'TemporaryFailure',
]);

/** Why the run does not start, if somebody must do something; else empty. */
function problemOf(run: Run): string {
  const { phase, reason, message } = runState(run);
  return phase !== 'Pending' || usual.has(reason) ? '' : message || reason;
}

function countsOf(run: Run): string {
  const { succeeded, total } = runState(run);
  if (total === 0) return '';
  return isBatchRun(run) ? countsText(run.status?.progress ?? {}) : `${succeeded}/${counted(total, 'step')} succeeded`;
}
