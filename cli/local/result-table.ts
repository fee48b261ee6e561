import { cut } from '../output/printable.js';
import type { Terminal } from '../output/terminal.js';
import { formatDuration } from './duration.js';
import { phaseStyles } from './live-view.js';
import type { TaskRow } from './task-rows.js';

const header = ['TASK', 'REPOSITORY', 'RESULT', 'TIME', 'COMMIT', 'SUMMARY', 'BRANCH'];

/** The end of a run as a table in the manner of kubectl: a column is as wide as its widest cell, the last one is cut. */
export function resultTable(rows: readonly TaskRow[], { columns, paint }: Terminal): string[] {
  const cells = [header, ...rows.map(cellsOf)];
  const widths = header.map((_, column) => Math.max(...cells.map((line) => line[column]?.length ?? 0)));
  const lines = cells.map((line) =>
    cut(line.map((cell, column) => cell.padEnd(widths[column] ?? 0)).join('   '), columns),
  );
  return lines.map((line, i) => {
    const phase = rows[i - 1]?.phase;
    return phase ? line.replace(phase, paint(phaseStyles[phase], phase)) : line;
  });
}

function cellsOf({ index, label, phase, duration, commit, note, branch }: TaskRow): string[] {
  const time = duration === undefined ? '-' : formatDuration(duration);
  return [String(index), label, phase, time, commit.slice(0, 7) || '-', note, branch || '-'];
}
