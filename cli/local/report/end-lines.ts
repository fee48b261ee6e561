import { durationText } from '../../output/age-text.js';
import { phaseStyle } from '../../output/phase-style.js';
import type { Terminal } from '../../output/terminal.js';
import { labelled, wrap } from '../../output/wrap.js';
import { nameOf, type Run, runState } from '../../run/run-state.js';
import { withoutLogAdvice } from '../../run/task-words.js';
import { standInOf } from '../follow/followed-run.js';

/**
 * `batchrun/x Succeeded in 15s: 5 succeeded, $2.17, 251345 tokens`, and what ran instead of its agent.
 *
 * @param sums of its tasks; empty if it has none
 */
export function endLines(run: Run, sums: string, terminal: Pick<Terminal, 'paint' | 'columns'>, now: number): string[] {
  const { paint, columns } = terminal;
  const standIn = standInOf(run);
  const [head, phase] = headText(run, sums, now);
  const style = phaseStyle(runState(run).phase);
  const [first = '', ...others] = wrap(head, columns);
  const painted = style && phase !== '' ? first.replace(phase, () => paint(style, phase)) : first;
  return [painted, ...others, ...(standIn ? labelled('stand-in', standIn, columns) : [])];
}

/** The sentence, and the words of it that say how the run ended. */
function headText(run: Run, sums: string, now: number): [text: string, phase: string] {
  const state = runState(run);
  if (!state.isFinished) return [`${nameOf(run)} has not finished${sums && `: ${sums}`}`, ''];
  const isGood = state.phase === 'Succeeded';
  const phase = isGood && standInOf(run) !== '' ? `${state.phase} (stand-in)` : state.phase;
  const took = durationText(state, now);
  const head = `${nameOf(run)} ${phase}${took && ` in ${took}`}`;
  const why = isGood || sums !== '' ? sums : withoutLogAdvice(state.message) || state.reason;
  return [why ? `${head}: ${why}` : head, phase];
}
