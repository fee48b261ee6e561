import type { Clock } from './clock.js';

interface Timer {
  readonly due: number;
  readonly callback: () => void;
}

/** Runs the continuations of all settled promises, and I/O callbacks. */
export function settle(): Promise<void> {
  return new Promise((resolve) => setImmediate(resolve));
}

/** A clock that only `advance` moves. */
export class FakeClock implements Clock {
  private readonly timers = new Set<Timer>();
  private readonly watchers = new Set<() => void>();

  constructor(private time = Date.parse('2026-01-01T00:00:00Z')) {}

  now(): number {
    return this.time;
  }

  setTimeout(callback: () => void, milliseconds: number): () => void {
    const timer = { due: this.time + milliseconds, callback };
    this.timers.add(timer);
    for (const watcher of this.watchers) watcher();
    return () => this.timers.delete(timer);
  }

  /** Seconds until each pending timer, soonest first. */
  pendingSeconds(): number[] {
    return [...this.timers].map(({ due }) => (due - this.time) / 1000).sort((a, b) => a - b);
  }

  /** Moves on by `seconds`; fires due timers in order and runs the continuations of each. */
  async advance(seconds: number): Promise<void> {
    const end = this.time + seconds * 1000;
    await settle();
    for (let next = this.nextDue(end); next; next = this.nextDue(end)) {
      this.timers.delete(next);
      this.time = Math.max(this.time, next.due);
      next.callback();
      await settle();
    }
    this.time = end;
  }

  /** Resolves when a timer that is due in `seconds` is pending (to the millisecond). */
  async timerFor(seconds: number): Promise<void> {
    const isPending = () => this.pendingSeconds().some((pending) => Math.abs(pending - seconds) < 0.001);
    await new Promise<void>((resolve) => {
      const check = () => {
        if (!isPending()) return;
        this.watchers.delete(check);
        resolve();
      };
      this.watchers.add(check);
      check();
    });
  }

  private nextDue(end: number): Timer | undefined {
    return [...this.timers].filter(({ due }) => due <= end).sort((a, b) => a.due - b.due)[0];
  }
}
