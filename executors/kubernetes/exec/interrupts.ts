import type { Cancel, Clock } from '../../../packages/work-queue/clock.js';

const ctrlC = 0x03;
/** So long a program, or a connection, may take to answer the second Ctrl-C. */
const patienceSeconds = 1;
/** What a terminal itself writes for Ctrl-C. */
const echo = /^(\^C|[\r\n])*$/;

/**
 * Watches the keys and the output of a task with a terminal. Each Ctrl-C goes to the program. When it does not answer
 * two in a row, but for the echo of its terminal, `onIgnored` is called a second after the second one.
 */
export class Interrupts {
  private pressed = 0;
  private cancel: Cancel | undefined;

  constructor(
    private readonly clock: Clock,
    private readonly onIgnored: () => void,
  ) {}

  /** @param keys as they come from the keyboard */
  typed(keys: Buffer): void {
    for (const key of keys) this.pressed = key === ctrlC ? this.pressed + 1 : 0;
    if (this.pressed >= 2) this.cancel ??= this.clock.setTimeout(this.onIgnored, patienceSeconds * 1000);
  }

  /** @param content that the program wrote */
  wrote(content: Buffer): void {
    if (this.pressed > 0 && !echo.test(content.toString('latin1'))) this.reset();
  }

  stop(): void {
    this.cancel?.();
  }

  private reset(): void {
    this.pressed = 0;
    this.cancel?.();
    this.cancel = undefined;
  }
}
