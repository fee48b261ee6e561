/** Ctrl-C, for a command that ends what it runs before it ends itself. */
export interface Interrupts {
  /** Aborted by the first Ctrl-C. */
  readonly signal: AbortSignal;
  /** Calls `end` at the second Ctrl-C, which else ends the process. Two seconds later it ends in any case, and at the third one. */
  readonly onSecond: (end: () => void) => void;
  /** A task has the terminal, and Ctrl-C belongs to it. @returns what takes it back */
  readonly leaveToTask: () => () => void;
}

/** The exit code of a command line that Ctrl-C ended. */
const INTERRUPTED = 130;

/** For what must still be sent to a place that does not answer. */
const patienceMilliseconds = 2000;

/** Listens to SIGINT for as long as the process lives. */
export function watchInterrupts(): Interrupts {
  const interrupt = new AbortController();
  const exit = (): void => process.exit(INTERRUPTED);
  let second = exit;
  let isLeft = false;
  process.on('SIGINT', () => {
    if (isLeft) return;
    if (!interrupt.signal.aborted) interrupt.abort();
    else second();
  });
  return {
    signal: interrupt.signal,
    onSecond: (end) => {
      second = () => {
        second = exit;
        end();
        setTimeout(exit, patienceMilliseconds).unref();
      };
    },
    leaveToTask: () => {
      isLeft = true;
      return () => {
        isLeft = false;
      };
    },
  };
}

/** Of a session without a person, which only a signal ends. */
export const interruptsBy = (signal: AbortSignal): Interrupts => ({
  signal,
  onSecond: () => undefined,
  leaveToTask: () => () => undefined,
});
