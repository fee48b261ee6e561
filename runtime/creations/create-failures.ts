import { type Backoff, backoffSeconds } from '../../packages/work-queue/backoff.js';
import type { ChildFailure } from '../engine/reconcile/act.js';

/** What the API server refused to create for one run, and when to ask again. */
export interface CreateFailures {
  /** By name of the child; empty when nothing was refused, or when it is time to ask again. */
  readonly byName: ReadonlyMap<string, CreateFailure>;
  /** Milliseconds since the epoch; undefined to ask now. */
  readonly retryAt?: number;
}

export interface CreateFailure {
  /** As in `ApiError`. */
  readonly reason: string;
  readonly message: string;
  /** Whether the request may have been carried out. */
  readonly transient?: boolean;
}

export const noCreateFailures: CreateFailures = { byName: new Map() };

export function createFailuresByName(failures: readonly ChildFailure[]): Map<string, CreateFailure> {
  return new Map(
    failures.map(({ change, reason, message, transient }) => [
      change.object.metadata.name,
      { reason, message, ...(transient && { transient }) },
    ]),
  );
}

/** The names of children that may exist although their creation failed. */
export const unansweredNames = ({ byName }: CreateFailures): string[] =>
  [...byName].flatMap(([name, { transient }]) => (transient ? [name] : []));

/** Whether the change may have been made although it failed. */
export const mayHaveSucceeded = ({ transient, reason }: Pick<ChildFailure, 'transient' | 'reason'>): boolean =>
  transient && reason !== 'TooManyRequests' && reason !== 'Conflict';

const backoff: Backoff = { baseSeconds: 1, capSeconds: 60 };
/** A failure this long after the last one begins a new series. */
const forgetMilliseconds = 10 * 60 * 1000;

interface Series {
  readonly byName: ReadonlyMap<string, CreateFailure>;
  readonly retryAt: number;
  readonly times: number;
}

/**
 * Remembers what failed, by run, so that a change to one Job does not repeat the requests for all others.
 * A restart forgets, and asks again.
 */
export class CreateFailureMemory {
  private readonly runs = new Map<string, Series>();

  of(runUid: string, now: number): CreateFailures {
    const series = this.runs.get(runUid);
    if (!series) return noCreateFailures;
    const secondsLeft = (series.retryAt - now) / 1000;
    // More than the longest wait is left only when the time of day was set back.
    return secondsLeft > 0 && secondsLeft <= backoff.capSeconds ? series : noCreateFailures;
  }

  note(runUid: string, failures: readonly ChildFailure[], now: number): void {
    const known = this.runs.get(runUid);
    const isFresh = known !== undefined && now - known.retryAt < forgetMilliseconds;
    const times = isFresh ? known.times : 0;
    const byName = new Map([...this.of(runUid, now).byName, ...createFailuresByName(failures)]);
    this.runs.set(runUid, { byName, retryAt: now + backoffSeconds(backoff, times) * 1000, times: times + 1 });
  }

  forget(runUid: string): void {
    this.runs.delete(runUid);
  }
}
