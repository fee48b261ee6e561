import { cut } from '../output/printable.js';
import type { Terminal } from '../output/terminal.js';
import { formatDuration } from './duration.js';
import { progressLine } from './live-view.js';
import type { FollowedRun } from './progress.js';
import { resultTable } from './result-table.js';
import { type TaskRow, taskRows } from './task-rows.js';

export const succeeded = ({ run }: FollowedRun): boolean => run.status?.phase === 'Succeeded';

/** How the runs ended: a table of tasks each, what failed in full, then one line with the time it took. */
export function summary(runs: readonly FollowedRun[], terminal: Terminal, now: number): string[] {
  return runs.flatMap(({ run, batch }) => [
    '',
    ...resultTable(taskRows(run, batch, now), terminal),
    ...failures(taskRows(run, batch, now), terminal),
    '',
    `${progressLine(run, { ...terminal, columns: Number.POSITIVE_INFINITY })}  in ${formatDuration(elapsed(run.status, now))}`,
  ]);
}

const MOST_FAILURES = 5;

/** The table cuts messages at the terminal's width, and the end of one says what to do. A pipe has no width. */
function failures(rows: readonly TaskRow[], { columns, paint }: Terminal): string[] {
  const failed = rows.filter(({ phase }) => phase === 'Failed');
  if (failed.length === 0 || columns === Number.POSITIVE_INFINITY) return [];
  const told = failed.slice(0, MOST_FAILURES).map(({ label, note }) => [label, cut(note, Number.POSITIVE_INFINITY)]);
  const more = failed.length - told.length;
  return [
    '',
    ...told.map(([label, note]) => `${paint('red', `✗ ${label}`)}  ${note}`),
    ...(more > 0 ? [`  … and ${more} more`] : []),
  ];
}

function elapsed(status: FollowedRun['run']['status'], now: number): number {
  const end = status?.completionTime ? Date.parse(status.completionTime) : now;
  return end - (status?.startTime ? Date.parse(status.startTime) : now);
}
