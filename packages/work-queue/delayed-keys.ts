import type { Cancel, Clock } from './clock.js';

interface Delay {
  readonly due: number;
  readonly cancel: Cancel;
}

/** Keys that become due later, each at most once; of several times for one key the earliest counts. */
export class DelayedKeys<K extends string> {
  private readonly delays = new Map<K, Delay>();

  constructor(
    private readonly clock: Clock,
    private readonly onDue: (key: K) => void,
  ) {}

  /** Makes the key due after so many seconds, unless it is due earlier. */
  add(key: K, seconds: number): void {
    const due = this.clock.now() + seconds * 1000;
    const planned = this.delays.get(key);
    if (planned && planned.due <= due) return;
    planned?.cancel();
    const fire = () => {
      this.delays.delete(key);
      this.onDue(key);
    };
    this.delays.set(key, { due, cancel: this.clock.setTimeout(fire, seconds * 1000) });
  }

  /** No key becomes due any more. */
  clear(): void {
    for (const { cancel } of this.delays.values()) cancel();
    this.delays.clear();
  }
}
