import { ANNOTATION_ATTEMPTS } from '../../../api/labels.js';
import { isJsonObject } from '../../../packages/structural-schema/json-schema-props.js';
import type { ObservedJob } from '../observed.js';
import { type Attempt, type AttemptHistory, type Counts, KEPT_ATTEMPTS, noAttempts } from './attempt.js';

/*
 * The Pods of a Job may be deleted at any time, by a drain or with their node, so what became of them is kept where the Job is:
 * it is there for as long as the task may be tried again, and a run of any size has room for it.
 */

/** What earlier passes have written. Never throws: what is no such text counts as nothing. */
export function recordedAttempts({ metadata }: ObservedJob): AttemptHistory {
  const text = metadata.annotations?.[ANNOTATION_ATTEMPTS];
  if (text === undefined) return noAttempts;
  const history = parse(text);
  if (!isJsonObject(history) || !isJsonObject(history['counts']) || !Array.isArray(history['last'])) return noAttempts;
  const counts = Object.entries(history['counts']).filter(
    ([, count]) => Number.isSafeInteger(count) && Number(count) > 0,
  );
  return {
    counts: Object.fromEntries(counts) as Counts,
    last: (history['last'] as readonly unknown[]).filter(isAttempt).slice(-KEPT_ATTEMPTS),
  };
}

export const recordOf = (history: AttemptHistory): string => JSON.stringify(history);

function parse(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

const isAttempt = (value: unknown): value is Attempt =>
  isJsonObject(value) &&
  [value['pod'], value['kind'], value['reason'], value['time']].every(isText) &&
  !Number.isNaN(Date.parse(String(value['time']))) &&
  Number.isFinite(value['retryAfter'] ?? 0);

const isText = (value: unknown): boolean => typeof value === 'string' && value.length <= 64;
