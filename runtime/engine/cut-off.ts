import type { ApiError } from './api-error.js';
import type { Clock } from './clock.js';

/** The ways an exchange can be ended early: its deadline, its caller, or the transport closing. */
export class CutOffs {
  private readonly live = new Set<AbortController>();
  private closed: ApiError | undefined;

  constructor(private readonly clock: Clock) {}

  /** One exchange's cut-off. It must be released when the exchange has ended. */
  link(caller: AbortSignal | undefined): CutOff {
    const controller = new AbortController();
    if (this.closed) controller.abort(this.closed);
    else if (caller?.aborted) controller.abort(caller.reason);
    const onCallerAbort = () => controller.abort(caller?.reason);
    caller?.addEventListener('abort', onCallerAbort);
    this.live.add(controller);
    return new CutOff(controller, this.clock, () => {
      caller?.removeEventListener('abort', onCallerAbort);
      this.live.delete(controller);
    });
  }

  /** Cuts off everything in flight, and everything that comes later. */
  closeAll(error: ApiError): void {
    this.closed = error;
    for (const controller of this.live) controller.abort(error);
  }
}

export class CutOff {
  private cancelDeadline: (() => void) | undefined;

  constructor(
    private readonly controller: AbortController,
    private readonly clock: Clock,
    private readonly unlink: () => void,
  ) {}

  get signal(): AbortSignal {
    return this.controller.signal;
  }

  /** What ended the exchange: the reason of the cut-off when there was one, else `error`. */
  explain(error: unknown): unknown {
    return this.signal.aborted ? this.signal.reason : error;
  }

  cut(reason?: unknown): void {
    this.controller.abort(reason);
  }

  /** @param error made only when it comes to that: an error's stack costs more than the rest of a request's bookkeeping */
  setDeadline(seconds: number, error: () => ApiError): void {
    this.cancelDeadline = this.clock.setTimeout(() => this.cut(error()), seconds * 1000);
  }

  clearDeadline(): void {
    this.cancelDeadline?.();
  }

  release(): void {
    this.clearDeadline();
    this.unlink();
  }
}
