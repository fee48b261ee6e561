import type { Cancel, Clock } from '../../work-queue/clock.js';
import type { ApiError } from './api-error.js';

/** The ways an exchange can be ended early: its deadline, its caller, or the transport closing. */
export class CutOffs {
  private readonly live = new Set<CutOff>();
  private closed: ApiError | undefined;

  constructor(private readonly clock: Clock) {}

  /** One exchange's cut-off. It must be released when the exchange has ended. */
  link(caller: AbortSignal | undefined): CutOff {
    const cutOff = new CutOff(this.clock, this.live, caller);
    if (this.closed) cutOff.cut(this.closed);
    else if (caller?.aborted) cutOff.cut(caller.reason);
    return cutOff;
  }

  /** Cuts off everything in flight, and everything that comes later. */
  closeAll(error: ApiError): void {
    this.closed = error;
    for (const cutOff of this.live) cutOff.cut(error);
  }
}

/** What an AbortController does, at a fraction of the price: there is one per request. */
export class CutOff {
  private isCut = false;
  private reason: unknown;
  private stop: (() => void) | undefined;
  private cancelDeadline: Cancel | undefined;
  private readonly onCallerAbort: (() => void) | undefined;

  constructor(
    private readonly clock: Clock,
    private readonly live: Set<CutOff>,
    private readonly caller: AbortSignal | undefined,
  ) {
    live.add(this);
    if (!caller) return;
    this.onCallerAbort = () => this.cut(caller.reason);
    caller.addEventListener('abort', this.onCallerAbort);
  }

  /** What ended the exchange: the reason of the cut-off when there was one, else `error`. */
  explain(error: unknown): unknown {
    return this.reason ?? error;
  }

  /** Only the first counts. */
  cut(reason?: unknown): void {
    if (this.isCut) return;
    this.isCut = true;
    this.reason = reason;
    this.stop?.();
  }

  /** Has `stop` called when it comes to a cut, at once if it has come; in place of what was to be called before. */
  whenCut(stop: () => void): void {
    this.stop = stop;
    if (this.isCut) stop();
  }

  /** @throws the reason of the cut-off */
  throwIfCut(): void {
    if (this.isCut) throw this.reason;
  }

  /**
   * Cuts off after so many seconds.
   *
   * @param error made only when it comes to that: an error's stack costs more than the rest of a request's bookkeeping
   */
  setDeadline(seconds: number, error: () => ApiError): void {
    this.cancelDeadline = this.clock.setTimeout(() => this.cut(error()), seconds * 1000);
  }

  /** The exchange may take any time from here on. */
  clearDeadline(): void {
    this.cancelDeadline?.();
  }

  /** The exchange has ended: drops the deadline and the listener. */
  release(): void {
    this.clearDeadline();
    this.live.delete(this);
    if (this.onCallerAbort) this.caller?.removeEventListener('abort', this.onCallerAbort);
  }
}
