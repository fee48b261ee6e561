import { countsText } from '../../api/status/counts-text.js';
import { counted } from '../../packages/kubernetes-conventions/sentence.js';
import { durationText } from '../output/age-text.js';
import { phaseStyle } from '../output/phase-style.js';
import type { Terminal } from '../output/terminal.js';
import { type Followed, isBatchRun, isBuild, nameOf, runState } from './run-state.js';

/** `batchrun/x  Running  2/5 tasks succeeded, 1 failed, 2 running  12s`: where a run has got to, in one line. */
export function progressText(run: Followed, { paint }: Pick<Terminal, 'paint'>, now: number): string {
  const state = runState(run);
  const style = phaseStyle(state.phase);
  const what = progressCounts(run) || [state.reason, state.message].filter(Boolean).join(': ');
  const parts = [nameOf(run), style ? paint(style, state.phase) : state.phase, what, durationText(state, now)];
  return parts.filter(Boolean).join('  ');
}

/** What must change for a new line to be worth while where lines cannot be drawn over. */
export function progressKey(run: Followed): string {
  const { phase, reason } = runState(run);
  return `${phase} ${reason} ${finishedCount(run)}`;
}

function progressCounts(run: Followed): string {
  const { succeeded, total } = runState(run);
  if (total === 0 || isBuild(run)) return '';
  if (isBatchRun(run)) return countsText(run.status?.progress ?? {});
  return `${succeeded}/${counted(total, 'step')} succeeded${runningStep(run.status?.steps)}`;
}

function finishedCount(run: Followed): number {
  if (!isBatchRun(run)) return runState(run).succeeded;
  const { completed = 0, failed = 0, cancelled = 0 } = run.status?.progress ?? {};
  return completed + failed + cancelled;
}

function runningStep(steps: readonly { readonly name: string; readonly phase: string }[] = []): string {
  const running = steps.find(({ phase }) => phase === 'Running');
  return running ? `, ${running.name} running` : '';
}
