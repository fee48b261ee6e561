import { systemClock, wait } from '../../packages/work-queue/clock.js';
import { LeaseLock, type LeaseLockOptions } from './lease-lock.js';

export interface ElectionOptions extends LeaseLockOptions {
  /** A holder that could not renew for this long gives up; less than the candidate's `leaseSeconds`. @default 10 */
  readonly renewSeconds?: number;
  /** Between two tries; of a candidate up to 2.2 times as much. @default 2 */
  readonly retrySeconds?: number;
  /** From 0 to 1, for jitter. @default Math.random */
  readonly random?: () => number;
}

export interface Leadership {
  /** Aborts when the lease can no longer be counted on, before another may have it: the leader must stop at once. */
  readonly lost: AbortSignal;
  /**
   * Whether the lease can be counted on in this very moment. A process that was stopped, and has just gone on, learns it
   * here before any timer has fired.
   */
  isHeld(): boolean;
  /** Gives up the lease. To be called when the work has ended, because another may lead from then on. Never throws. */
  release(): Promise<void>;
}

/**
 * Waits for the lease, with the semantics of client-go's leader election, and keeps it until it is released or lost.
 *
 * Guarantees: of two that lead, the first has lost before the second won, if both clocks run at about the same speed.
 * Never rejects: what goes wrong is logged and tried again. Undefined when `signal` aborted first.
 */
export async function awaitLeadership(options: ElectionOptions, signal: AbortSignal): Promise<Leadership | undefined> {
  const { retrySeconds = 2, clock = systemClock, random = Math.random } = options;
  const lock = new LeaseLock(options);
  while (!signal.aborted) {
    if (await lock.claim(signal)) return lead(lock, options);
    await wait(clock, retrySeconds * (1 + 1.2 * random()), signal);
  }
  return undefined;
}

function lead(lock: LeaseLock, options: ElectionOptions): Leadership {
  const lost = new AbortController();
  const stepping = new AbortController();
  const kept = keep(lock, options, lost, stepping.signal);
  const release = async () => {
    stepping.abort();
    await kept;
    if (!lost.signal.aborted) await lock.leave();
  };
  const { renewSeconds = 10 } = options;
  const isHeld = () => !lost.signal.aborted && lock.age < renewSeconds * 1000;
  return { lost: lost.signal, isHeld, release };
}

/** Renews the Lease until it is released or lost; resolves when no renewal is in flight any more. */
async function keep(
  lock: LeaseLock,
  options: ElectionOptions,
  lost: AbortController,
  stepDown: AbortSignal,
): Promise<void> {
  const { renewSeconds = 10, retrySeconds = 2, clock = systemClock } = options;
  const deadline = () => clock.setTimeout(() => lost.abort(), renewSeconds * 1000 - lock.age);
  let cancelDeadline = deadline();
  lost.signal.addEventListener('abort', () => cancelDeadline(), { once: true });
  while (!lost.signal.aborted) {
    await wait(clock, retrySeconds, stepDown);
    if (stepDown.aborted || lost.signal.aborted) break;
    const isRenewed = await lock.claim(lost.signal);
    if (isRenewed) {
      cancelDeadline();
      cancelDeadline = deadline();
    } else if (lock.isTaken) lost.abort();
  }
  cancelDeadline();
}
