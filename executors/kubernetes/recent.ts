import type { Clock } from '../../packages/work-queue/clock.js';

/** Something that is read again only when it was read some seconds ago. What fails is not kept. */
export class Recent<T> {
  private latest: { readonly value: T; readonly at: number } | undefined;

  constructor(
    private readonly clock: Clock,
    private readonly freshSeconds: number,
    private readonly readNow: (signal?: AbortSignal) => Promise<T>,
  ) {}

  async get(signal?: AbortSignal): Promise<T> {
    const { latest, clock, freshSeconds } = this;
    return latest && clock.now() - latest.at < freshSeconds * 1000 ? latest.value : this.read(signal);
  }

  async read(signal?: AbortSignal): Promise<T> {
    const value = await this.readNow(signal);
    this.latest = { value, at: this.clock.now() };
    return value;
  }
}
