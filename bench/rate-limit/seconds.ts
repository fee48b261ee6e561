/** Simulated time in whole seconds: what is due in one second runs in the order in which it was asked for. */
export class Seconds {
  now = 0;
  private readonly due = new Map<number, (() => void)[]>();
  private left = 0;

  after(seconds: number, action: () => void): void {
    const at = this.now + Math.max(1, Math.ceil(seconds));
    const actions = this.due.get(at);
    if (actions) actions.push(action);
    else this.due.set(at, [action]);
    this.left += 1;
  }

  /** Until nothing is due any more. @param each called at the end of every second */
  run(each: () => void): void {
    for (each(); this.left > 0; each()) {
      this.now += 1;
      const actions = this.due.get(this.now) ?? [];
      this.due.delete(this.now);
      this.left -= actions.length;
      for (const action of actions) action();
    }
  }
}

/** As an API server writes it. */
export const timeOf = (seconds: number): string =>
  new Date(Date.parse('2030-01-01T00:00:00Z') + seconds * 1000).toISOString().replace('.000', '');
