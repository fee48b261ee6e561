import { duration } from '../../packages/kubernetes-conventions/age.js';
import type { Ending } from '../cluster/follow-run.js';
import { type ExitCode, exitCodes } from '../exit-codes.js';
import { durationText } from '../output/age-text.js';
import { phaseStyle } from '../output/phase-style.js';
import type { Terminal } from '../output/terminal.js';
import { exitCodeOf, type Followed, nameOf, runState } from './run-state.js';

/** How waiting for a run ended: what to say, on which stream, and the exit code. */
export interface Conclusion {
  readonly code: ExitCode;
  readonly text: string;
  /** What to do next, one line each; may be empty. */
  readonly hints: readonly string[];
}

export interface ConcludeOptions {
  readonly run: Followed;
  /** Given when `--timeout` was; it is what ended the waiting unless the person did. */
  readonly timeoutSeconds?: number | undefined;
  readonly wasInterrupted: boolean;
  readonly now: number;
}

export function conclude(
  ending: Ending,
  { run, timeoutSeconds, wasInterrupted, now }: ConcludeOptions,
  terminal: Terminal,
): Conclusion {
  if (ending.how === 'finished') return finished(ending.run, terminal, now);
  const name = nameOf(run);
  if (ending.how === 'deleted') {
    return {
      code: exitCodes.cancelled,
      text: `${name} was deleted before it finished`,
      hints: [],
    };
  }
  const hints = [`kubectl task wait ${name}    waits again`, `kubectl task cancel ${name}  cancels it`];
  if (wasInterrupted) return { code: exitCodes.interrupted, text: `interrupted: ${name} continues`, hints };
  return { code: exitCodes.timedOut, text: timedOutText(name, timeoutSeconds), hints };
}

export const timedOutText = (name: string, timeoutSeconds = 0): string =>
  `timed out after ${timeoutSeconds < 2 ? `${timeoutSeconds}s` : duration(timeoutSeconds * 1000)}: ${name} continues`;

function finished(run: Followed, { paint }: Terminal, now: number): Conclusion {
  const state = runState(run);
  const style = phaseStyle(state.phase);
  const took = durationText(state, now);
  const phase = style ? paint(style, state.phase) : state.phase;
  const why = state.phase === 'Succeeded' ? '' : [state.reason, state.message].filter(Boolean).join(': ');
  const text = [`${nameOf(run)} ${phase}${took ? ` in ${took}` : ''}`, why].filter(Boolean).join('  ');
  const hints = state.phase === 'Failed' ? [`kubectl task logs ${nameOf(run)} --failed  shows why`] : [];
  return { code: exitCodeOf(state.phase), text, hints };
}
