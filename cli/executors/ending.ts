import { setMaxListeners } from 'node:events';
import { exitCodes } from '../exit-codes.js';
import type { Session } from '../session.js';

/** How a command line is ended from outside. */
export interface Ending {
  /** Asks every task to end. */
  readonly signal: AbortSignal;
  /** Ends every task at once. */
  readonly kill: AbortSignal;
  /** Of the command line, once `signal` has aborted. */
  readonly exitCode: () => number;
  /** No longer listens. */
  readonly close: () => void;
}

const signalCodes = { SIGHUP: 129, SIGTERM: 143 } as const;

/** Ctrl-C, a closed terminal and SIGTERM end the tasks; a second Ctrl-C, and the end of this process, at once. */
export function watchEnding({ interrupts }: Session): Ending {
  const [end, kill] = [new AbortController(), new AbortController()];
  // Each task and each question to a place listens; Node would warn of a leak.
  setMaxListeners(0, end.signal, kill.signal);
  let exitCode: number = exitCodes.interrupted;
  const abort = () => end.abort();
  const killAll = () => {
    end.abort();
    kill.abort();
  };
  const onSignal = (signal: NodeJS.Signals) => {
    if (signal in signalCodes) exitCode = signalCodes[signal as keyof typeof signalCodes];
    abort();
  };
  if (interrupts.signal.aborted) abort();
  interrupts.signal.addEventListener('abort', abort);
  interrupts.onSecond(killAll);
  for (const signal of Object.keys(signalCodes)) process.on(signal, onSignal);
  process.on('exit', killAll);
  return {
    signal: end.signal,
    kill: kill.signal,
    exitCode: () => exitCode,
    close: () => {
      interrupts.signal.removeEventListener('abort', abort);
      for (const signal of Object.keys(signalCodes)) process.off(signal, onSignal);
      process.off('exit', killAll);
    },
  };
}
