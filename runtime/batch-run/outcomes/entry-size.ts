import type { TaskResult, TaskStatus } from '../../../api/generated/kinds.js';
import { totalTokens } from '../../../api/status/stored-result.js';
import { oneLine } from '../../../packages/kubernetes-conventions/sentence.js';

/** Bytes of an entry's JSON: 500 of them stay below 1 MiB even where they are quoted once more, as in a ConfigMap. */
export const MAX_ENTRY_BYTES = 1024;

/** What an entry can do without, the least missed first. A text for people is cut; a name or URL is kept whole or not at all. */
const reductions: readonly ((entry: TaskStatus) => TaskStatus)[] = [
  (entry) => withAttempts(entry, 2),
  (entry) => withResult(entry, ({ sessionId: _, ...rest }) => rest),
  (entry) => withResult(entry, ({ error, ...rest }) => ({ ...rest, ...(error && { error: oneLine(error, 120) }) })),
  (entry) => shortenMessage(entry, 160),
  (entry) =>
    withResult(entry, ({ summary, ...rest }) => ({ ...rest, ...(summary && { summary: oneLine(summary, 120) }) })),
  (entry) => withResult(entry, ({ verdict: _, ...rest }) => rest),
  (entry) => withResult(entry, ({ model: _, ...rest }) => rest),
  (entry) => withResult(entry, ({ branch: _, ...rest }) => rest),
  (entry) => withResult(entry, ({ error: _, ...rest }) => rest),
  (entry) => withResult(entry, ({ summary: _, ...rest }) => rest),
  (entry) => withResult(entry, ({ pr: _, ...rest }) => rest),
  (entry) => withAttempts(entry, 0),
  (entry) => shortenMessage(entry, 40),
  (entry) => withResult(entry, ({ commit: _, ...rest }) => rest),
  (entry) => withResult(entry, ({ turns: _, durationSeconds: __, retryAfter: ___, ...rest }) => rest),
  (entry) => withResult(entry, onlyTotal),
];

/** The entry itself when it is small enough, as all but odd ones are; else with as little cut as makes it so. */
export function fitEntry(entry: TaskStatus): TaskStatus {
  let fitted = entry;
  for (const reduce of reductions) {
    if (Buffer.byteLength(JSON.stringify(fitted)) <= MAX_ENTRY_BYTES) return fitted;
    fitted = reduce(fitted);
  }
  return fitted;
}

const shortenMessage = (entry: TaskStatus, maxLength: number): TaskStatus =>
  entry.message === undefined ? entry : { ...entry, message: oneLine(entry.message, maxLength) };

/** The newest so many. */
function withAttempts({ attempts, ...entry }: TaskStatus, most: number): TaskStatus {
  const kept = most === 0 ? [] : (attempts ?? []).slice(-most);
  return kept.length === 0 ? entry : { ...entry, attempts: kept };
}

const withResult = (entry: TaskStatus, reduce: (result: TaskResult) => TaskResult): TaskStatus =>
  entry.result === undefined ? entry : { ...entry, result: ownClaims(reduce(entry.result)) };

function onlyTotal({ tokens, ...rest }: TaskResult): TaskResult {
  const total = totalTokens({ tokens });
  return { ...rest, ...(total !== undefined && { tokens: { total } }) };
}

/** Only of fields that are there. */
function ownClaims({ claims = [], ...result }: TaskResult): TaskResult {
  const own = claims.filter((name) => name in result);
  return own.length > 0 ? { ...result, claims: own } : result;
}
