import { type Backoff, backoffSeconds } from '../../packages/work-queue/backoff.js';
import type { ChildFailure } from '../engine/reconcile/act.js';

/** What the API server refused to create for one run, and when to ask again. */
export interface Refusals {
  /** By name of the child; empty when nothing was refused, or when it is time to ask again. */
  readonly byName: ReadonlyMap<string, Refusal>;
  /** Milliseconds since the epoch; undefined to ask now. */
  readonly retryAt?: number;
}

export interface Refusal {
  /** As in `ApiError`. */
  readonly reason: string;
  readonly message: string;
  /** Perhaps no refusal at all: nobody knows whether the request was carried out. */
  readonly transient?: boolean;
}

export const noRefusals: Refusals = { byName: new Map() };

export function refusalsByName(failures: readonly ChildFailure[]): Map<string, Refusal> {
  return new Map(
    failures.map(({ change, reason, message, transient }) => [
      change.object.metadata.name,
      { reason, message, ...(transient && { transient }) },
    ]),
  );
}

/** The names of children that may exist although their creation failed. */
export const unansweredNames = ({ byName }: Refusals): string[] =>
  [...byName].flatMap(([name, { transient }]) => (transient ? [name] : []));

/** Whether the change may have been made although it failed. */
export const mayBeDone = ({ transient, reason }: Pick<ChildFailure, 'transient' | 'reason'>): boolean =>
  transient && reason !== 'TooManyRequests' && reason !== 'Conflict';

const backoff: Backoff = { baseSeconds: 1, capSeconds: 60 };
/** A refusal so long after the last one begins a new series. */
const forgetMilliseconds = 10 * 60 * 1000;

interface Series {
  readonly byName: ReadonlyMap<string, Refusal>;
  readonly retryAt: number;
  readonly times: number;
}

/**
 * Remembers by run what was refused, so that news of one Job do not make us ask for all the others again.
 * A restart forgets, and asks once more.
 */
export class RefusalMemory {
  private readonly runs = new Map<string, Series>();

  of(runUid: string, now: number): Refusals {
    const series = this.runs.get(runUid);
    if (!series) return noRefusals;
    const secondsLeft = (series.retryAt - now) / 1000;
    // More than the longest wait is left only when the time of day was set back.
    return secondsLeft > 0 && secondsLeft <= backoff.capSeconds ? series : noRefusals;
  }

  note(runUid: string, failures: readonly ChildFailure[], now: number): void {
    const known = this.runs.get(runUid);
    const isFresh = known !== undefined && now - known.retryAt < forgetMilliseconds;
    const times = isFresh ? known.times : 0;
    const byName = new Map([...this.of(runUid, now).byName, ...refusalsByName(failures)]);
    this.runs.set(runUid, { byName, retryAt: now + backoffSeconds(backoff, times) * 1000, times: times + 1 });
  }

  forget(runUid: string): void {
    this.runs.delete(runUid);
  }
}
