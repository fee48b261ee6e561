import { formatDuration } from './duration.js';
import { progressLine } from './live-view.js';
import type { FollowedRun } from './progress.js';
import { resultTable } from './result-table.js';
import { taskRows } from './task-rows.js';
import type { Terminal } from './terminal.js';

export const succeeded = ({ run }: FollowedRun): boolean => run.status?.phase === 'Succeeded';

/** How the runs ended: a table of tasks each, then one line with the time it took. */
export function summary(runs: readonly FollowedRun[], terminal: Terminal, now: number): string[] {
  return runs.flatMap(({ run, batch }) => [
    '',
    ...resultTable(taskRows(run, batch, now), terminal),
    '',
    `${progressLine(run, { ...terminal, columns: Number.POSITIVE_INFINITY })}  in ${formatDuration(elapsed(run.status, now))}`,
  ]);
}

function elapsed(status: FollowedRun['run']['status'], now: number): number {
  const end = status?.completionTime ? Date.parse(status.completionTime) : now;
  return end - (status?.startTime ? Date.parse(status.startTime) : now);
}
