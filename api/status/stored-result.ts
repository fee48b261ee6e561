import type { BatchRunStatus, TaskResult, TaskRunStatus } from '../generated/kinds.js';

/** As an earlier version may have stored it: `tokens` was a number. */
export type StoredResult = Omit<TaskResult, 'tokens'> & { readonly tokens?: unknown };

/** The result as its schema has it now; the very object if it was stored so. To be called after a digest was compared. */
export function currentResult(result: StoredResult): TaskResult {
  const { tokens, ...rest } = result;
  if (typeof tokens !== 'number') return result as TaskResult;
  return isCount(tokens) ? { ...rest, tokens: { total: tokens } } : rest;
}

/** All tokens of a result, in either form; undefined if it says nothing that is a number. */
export function totalTokens({ tokens }: StoredResult): number | undefined {
  if (typeof tokens === 'number') return tokens;
  if (typeof tokens !== 'object' || tokens === null) return undefined;
  const { total, input, output } = tokens as NonNullable<TaskResult['tokens']>;
  // With a part that was left out, a sum would be wrong.
  return total ?? (input === undefined || output === undefined ? undefined : input + output);
}

/**
 * A status whose results the schema takes; the very object if nothing is to change. API servers before 1.30 validate fields
 * that a write does not touch, too (no ratcheting).
 */
export function withCurrentResults<Status extends BatchRunStatus | TaskRunStatus>(status: Status): Status {
  const { tasks, result } = status as BatchRunStatus & TaskRunStatus;
  const isOld = [result, ...(tasks ?? []).map((task) => task.result)].some(isStoredEarlier);
  if (!isOld) return status;
  return {
    ...status,
    ...(result && { result: currentResult(result) }),
    ...(tasks && { tasks: tasks.map(currentEntry) }),
  };
}

const currentEntry = <Entry extends { readonly result?: StoredResult }>(entry: Entry): Entry =>
  entry.result && isStoredEarlier(entry.result) ? { ...entry, result: currentResult(entry.result) } : entry;

const isStoredEarlier = (result: StoredResult | undefined): boolean => typeof result?.tokens === 'number';

const isCount = (value: number): boolean => Number.isSafeInteger(value) && value >= 0;
