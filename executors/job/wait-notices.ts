import type { Writable } from 'node:stream';
import type { TaskRun } from '../../api/generated/kinds.js';
import type { Cancel, Clock } from '../../packages/work-queue/clock.js';
import { waitNotice } from './wait-notice.js';

/** A Pod needs a moment to start. */
const patienceSeconds = 5;

/** Says why a TaskRun has not started after some seconds, and again when the reason changes. */
export class WaitNotices {
  private latest: TaskRun | undefined;
  private said = '';
  private isLate = false;
  private readonly cancel: Cancel;

  constructor(
    clock: Clock,
    private readonly stderr: Writable,
  ) {
    this.cancel = clock.setTimeout(() => {
      this.isLate = true;
      this.say();
    }, patienceSeconds * 1000);
  }

  observe(run: TaskRun): void {
    this.latest = run;
    this.say();
  }

  stop(): void {
    this.cancel();
    this.latest = undefined;
  }

  private say(): void {
    const [what, ...hints] = this.isLate && this.latest ? waitNotice(this.latest) : [];
    if (!what || what === this.said || this.stderr.destroyed) return;
    this.said = what;
    this.stderr.write(`${[what, ...hints.map((hint) => `  ${hint}`)].join('\n')}\n`);
  }
}
