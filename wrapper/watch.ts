import type { StreamMark, WaitReason } from '../plan/agent-preset/stream.js';

/** How long the CLI may take for what. */
export interface WatchLimits {
  readonly waitSeconds: number;
  readonly silenceSeconds: number;
  /** Between SIGTERM and SIGKILL. */
  readonly graceSeconds: number;
}

/** Why the CLI is being ended. Finished: it goes on after its last record. */
export type StopReason = WaitReason | 'Silence' | 'Finished' | 'Terminated';

/** What the clock knows of the CLI. Times are seconds of a clock that nobody sets. */
export interface Watched {
  readonly lastOutputAt: number;
  /** While the CLI waits for its provider. */
  readonly waiting?: Waiting;
  readonly lastRecordAt?: number;
  readonly stopping?: { readonly reason: StopReason; readonly since: number; readonly isKilled: boolean };
}

export interface Waiting {
  readonly since: number;
  readonly because: WaitReason;
  readonly retryAfterSeconds?: number;
  /** When the provider was last asked for. */
  readonly markedAt: number;
  readonly said?: string;
}

export type Step =
  | { readonly kind: 'wait'; readonly seconds: number }
  | { readonly kind: 'stop'; readonly reason: StopReason }
  | { readonly kind: 'kill' };

/** A CLI that asks with a wrong key asks in vain, but the first answer may be a mistake of the provider. */
const REFUSED_SECONDS = 10;
/** A CLI that has said its last may clean up for so long. */
const LINGER_SECONDS = 10;
/** A CLI that is ended for another reason than SIGTERM needs no time to save its work. */
const SHORT_GRACE_SECONDS = 5;

export const started = (now: number): Watched => ({ lastOutputAt: now });

/** After output that says nothing about time. */
export const afterOutput = (watched: Watched, now: number): Watched => ({ ...watched, lastOutputAt: now });

/** After a line that says something about time. */
export function afterMark(watched: Watched, mark: StreamMark, now: number): Watched {
  const { waiting, lastRecordAt, ...working } = watched;
  if (mark.kind === 'work') return working;
  const others = { ...working, ...(lastRecordAt === undefined ? {} : { lastRecordAt }) };
  if (mark.kind === 'last') return { ...others, lastRecordAt: lastRecordAt ?? now };
  const { because, retryAfterSeconds, said } = mark;
  return {
    ...others,
    waiting: {
      since: waiting?.since ?? now,
      because,
      markedAt: now,
      ...(retryAfterSeconds === undefined ? {} : { retryAfterSeconds }),
      ...(said === undefined ? {} : { said }),
    },
  };
}

export const afterStop = (watched: Watched, reason: StopReason, now: number): Watched =>
  // The first reason counts.
  watched.stopping ? watched : { ...watched, stopping: { reason, since: now, isKilled: false } };

export const afterKill = (watched: Watched): Watched =>
  watched.stopping ? { ...watched, stopping: { ...watched.stopping, isKilled: true } } : watched;

/** What to do now, or how long nothing has to be done unless something new is seen. */
export function nextStep(watched: Watched, limits: WatchLimits, now: number): Step {
  const { stopping, waiting, lastRecordAt, lastOutputAt } = watched;
  if (stopping) return stopStep(stopping, limits, now);
  if (lastRecordAt !== undefined) return dueStep(lastRecordAt + LINGER_SECONDS, 'Finished', now);
  if (waiting) return dueStep(waitEnd(waiting, limits), waiting.because, now);
  return dueStep(lastOutputAt + limits.silenceSeconds, 'Silence', now);
}

function stopStep(
  { reason, since, isKilled }: NonNullable<Watched['stopping']>,
  limits: WatchLimits,
  now: number,
): Step {
  if (isKilled) return { kind: 'wait', seconds: Number.POSITIVE_INFINITY };
  const { graceSeconds } = limits;
  const grace = reason === 'Terminated' ? graceSeconds : Math.min(graceSeconds, SHORT_GRACE_SECONDS);
  return now >= since + grace ? { kind: 'kill' } : { kind: 'wait', seconds: since + grace - now };
}

/** A provider that asks for more time than there is left need not be waited for. */
function waitEnd({ since, because, markedAt, retryAfterSeconds = 0 }: Waiting, { waitSeconds }: WatchLimits): number {
  const latest = since + (because === 'Refused' ? Math.min(waitSeconds, REFUSED_SECONDS) : waitSeconds);
  return markedAt + retryAfterSeconds > latest ? markedAt : latest;
}

const dueStep = (due: number, reason: StopReason, now: number): Step =>
  now >= due ? { kind: 'stop', reason } : { kind: 'wait', seconds: due - now };
