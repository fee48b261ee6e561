import type { Cancel, Clock } from '../../work-queue/clock.js';

/** Bites once, with the seconds that were too many: unfed for `silenceSeconds`, or `lifeSeconds` over; never after `stop`. */
export class Watchdog {
  private fedAt: number;
  private readonly cancelLife: Cancel;
  private cancelSilence: Cancel;

  constructor(
    private readonly clock: Clock,
    private readonly silenceSeconds: number,
    lifeSeconds: number,
    private readonly bite: (seconds: number) => void,
  ) {
    this.fedAt = clock.now();
    this.cancelLife = clock.setTimeout(() => this.end(lifeSeconds), lifeSeconds * 1000);
    this.cancelSilence = this.lookIn(silenceSeconds * 1000);
  }

  /** Cheap enough for every chunk: no timer is moved. */
  feed(): void {
    this.fedAt = this.clock.now();
  }

  /** Safe to call twice. */
  stop(): void {
    this.cancelLife();
    this.cancelSilence();
  }

  private lookIn(milliseconds: number): Cancel {
    return this.clock.setTimeout(() => {
      const left = this.fedAt + this.silenceSeconds * 1000 - this.clock.now();
      if (left > 0) this.cancelSilence = this.lookIn(left);
      else this.end(this.silenceSeconds);
    }, milliseconds);
  }

  private end(seconds: number): void {
    this.stop();
    this.bite(seconds);
  }
}
