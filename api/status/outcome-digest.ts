import { canonicalJson, contentHash } from '../../packages/kubernetes-conventions/content-hash.js';
import type { BatchRunStatus, TaskStatus } from '../generated/kinds.js';
import { parseIndexes } from './index-list.js';

const DIGEST_LENGTH = 32;

/** What a ConfigMap's entries come to, in whatever order they and their fields are. */
export function outcomeDigest(entries: Iterable<TaskStatus>): string {
  return contentHash(
    [...entries].sort((a, b) => a.index - b.index),
    DIGEST_LENGTH,
  );
}

/** Whether two entries say the same, in whatever order. */
export const isSameEntry = (a: TaskStatus, b: TaskStatus | undefined): boolean =>
  a === b || (b !== undefined && canonicalJson(a) === canonicalJson(b));

/** The tasks that a status counts as ended: of those, and no others, a digest vouches for the entries. */
export function settledIndexes(status: BatchRunStatus | undefined): Set<number> {
  const { completedIndexes, failedIndexes, cancelledIndexes } = status ?? {};
  return new Set([completedIndexes, failedIndexes, cancelledIndexes].flatMap((list) => [...parseIndexes(list)]));
}
