import { wait } from '../../../packages/work-queue/clock.js';
import { UserError } from '../../errors/user-error.js';
import { spanText } from '../span-text.js';
import type { ApiOptions } from './api-options.js';
import { secondsUntilAllowed } from './rate-limit.js';
import type { RawAnswer } from './request.js';

/** How often the user sees that a wait goes on. */
const progressSeconds = 30;

/** A server that never stops limiting is not waited for forever. */
const mostLimits = 50;

/** The waits of all requests to one server: what limits one of them limits all. */
export class Waits {
  #allowedAt = 0;
  #limits = 0;

  constructor(private readonly options: ApiOptions) {}

  /**
   * Whether the answer is about a rate limit; then `untilAllowed` waits for its end.
   *
   * @throws UserError when the wait would be longer than the user allows
   */
  isLimited({ status, headers }: RawAnswer): boolean {
    const { clock, maxWaitSeconds, base } = this.options;
    const seconds = secondsUntilAllowed(status, headers, clock.now());
    if (seconds === undefined) return false;
    this.#limits += 1;
    const until = timeText(clock.now() + seconds * 1000);
    if (seconds > maxWaitSeconds || this.#limits > mostLimits) {
      throw new UserError(
        `Cannot read ${base.origin}: its rate limit is used up for ${spanText(seconds)}, until ${until}`,
        this.#hints(seconds),
      );
    }
    if (seconds > 0 && this.#allowedAt <= clock.now()) {
      this.options.note(`the rate limit of ${base.host} is used up: waiting ${spanText(seconds)}, until ${until}`);
    }
    this.#allowedAt = Math.max(this.#allowedAt, clock.now() + seconds * 1000);
    return true;
  }

  /** Resolves when requests may be sent. @throws when interrupted */
  async untilAllowed(): Promise<void> {
    const { clock, interrupt, note, base } = this.options;
    for (;;) {
      interrupt.throwIfAborted();
      const seconds = (this.#allowedAt - clock.now()) / 1000;
      if (seconds <= 0) return;
      await wait(clock, Math.min(seconds, progressSeconds), interrupt);
      const left = (this.#allowedAt - clock.now()) / 1000;
      if (left >= 1) note(`the rate limit of ${base.host}: ${spanText(Math.ceil(left))} left`);
    }
  }

  /** Before another attempt. */
  async pause(attempt: number): Promise<void> {
    await wait(this.options.clock, attempt, this.options.interrupt);
  }

  #hints(seconds: number): string[] {
    const { token, maxWaitSeconds, variables } = this.options;
    return [
      ...(token ? [] : [`set ${variables.join(' or ')}: with a token, the limit is higher`]),
      ...(seconds > maxWaitSeconds ? [`--wait ${spanText(seconds)} waits for it`] : []),
    ];
  }
}

const timeText = (time: number): string => new Date(time).toISOString().replace(/\.\d+Z$/, 'Z');
