import { durationText } from '../output/age-text.js';
import { phaseStyle } from '../output/phase-style.js';
import type { Terminal } from '../output/terminal.js';
import { type Followed, isBatchRun, isBuild, nameOf, runState } from './run-state.js';

/** `batchrun/x  Running  3/5 done, 2 running, 1 failed  12s`: where a run has got to, in one line. */
export function progressText(run: Followed, { paint }: Pick<Terminal, 'paint'>, now: number): string {
  const state = runState(run);
  const style = phaseStyle(state.phase);
  const what = countsText(run) || [state.reason, state.message].filter(Boolean).join(': ');
  const parts = [nameOf(run), style ? paint(style, state.phase) : state.phase, what, durationText(state, now)];
  return parts.filter(Boolean).join('  ');
}

/** What must change for a new line to be worth while where lines cannot be drawn over. */
export function progressKey(run: Followed): string {
  const { phase, reason, done } = runState(run);
  return `${phase} ${reason} ${done}`;
}

function countsText(run: Followed): string {
  const { done, total } = runState(run);
  if (total === 0) return '';
  if (isBuild(run)) return '';
  if (!isBatchRun(run)) return `${done}/${total} steps${runningStep(run.status?.steps)}`;
  const { running = 0, failed = 0 } = run.status?.progress ?? {};
  const more = [...(running > 0 ? [`${running} running`] : []), ...(failed > 0 ? [`${failed} failed`] : [])];
  return [`${done}/${total} done`, ...more].join(', ');
}

function runningStep(steps: readonly { readonly name: string; readonly phase: string }[] = []): string {
  const running = steps.find(({ phase }) => phase === 'Running');
  return running ? `, ${running.name} running` : '';
}
