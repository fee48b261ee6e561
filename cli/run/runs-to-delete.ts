import type { Phase } from '../../api/generated/kinds.js';
import type { RunRow } from './run-row.js';

/** Which finished runs to clean up. */
export interface Retention {
  /** Of each template in each namespace, so many of the newest finished runs stay. */
  readonly keep?: number | undefined;
  /** Only runs that ended longer ago than this. */
  readonly olderSeconds?: number | undefined;
  /** Only runs in these phases. */
  readonly phases?: readonly Phase[] | undefined;
}

/** The runs to delete, oldest first. One that is not finished is never among them, nor is one too many of those to keep. */
export function runsToDelete(
  rows: readonly RunRow[],
  { keep = 0, olderSeconds = 0, phases }: Retention,
  now: number,
): RunRow[] {
  const finished = rows.filter(({ isFinished }) => isFinished).sort((a, b) => (endOf(a) < endOf(b) ? 1 : -1));
  const kept = new Map<string, number>();
  const surplus = finished.filter((row) => {
    const template = `${row.namespace}/${row.template}`;
    const count = (kept.get(template) ?? 0) + 1;
    kept.set(template, count);
    return count > keep;
  });
  const before = now - olderSeconds * 1000;
  const isWanted = (row: RunRow) => Date.parse(endOf(row)) <= before && (phases?.includes(row.phase) ?? true);
  return surplus.filter(isWanted).reverse();
}

const endOf = ({ completionTime, created }: RunRow): string => completionTime ?? created;
