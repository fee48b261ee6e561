import type { Writable } from 'node:stream';
import type { TaskRun } from '../../api/generated/kinds.js';
import type { Cancel, Clock } from '../../packages/work-queue/clock.js';
import { waitNotice } from './wait-notice.js';

/** A Pod needs a moment to start. */
const patienceSeconds = 5;

/** Says why a TaskRun has not started after some seconds, each reason once: an image that cannot be pulled has two in turn. */
export class WaitNotices {
  private latest: TaskRun | undefined;
  private readonly said = new Set<string>();
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
    const notice = this.isLate && this.latest ? waitNotice(this.latest) : undefined;
    if (!notice || this.said.has(notice.reason) || this.stderr.destroyed) return;
    this.said.add(notice.reason);
    this.stderr.write(`${notice.lines.join('\n  ')}\n`);
  }
}
