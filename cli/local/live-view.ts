import type { BatchRun } from '../../api/generated/kinds.js';
import { cut } from '../output/printable.js';
import type { Terminal } from '../output/terminal.js';
import { formatDuration } from './duration.js';
import type { TaskRow } from './task-rows.js';

const marks: Record<TaskRow['phase'], string> = {
  Pending: '·',
  Running: '▸',
  Succeeded: '✓',
  Failed: '✗',
  Cancelled: '-',
};
export const phaseStyles = {
  Pending: 'dim',
  Running: 'cyan',
  Succeeded: 'green',
  Failed: 'red',
  Cancelled: 'yellow',
} as const;

/** `3/5 done, 2 running, 1 failed`: what a run has got to. */
export function progressLine({ metadata, status }: BatchRun, { columns, paint }: Terminal): string {
  const { total = 0, failed = 0 } = status?.progress ?? {};
  const what = total === 0 ? reasonLine(status?.conditions) : countsOf(status?.progress).join(', ');
  return cut(`${metadata.name}  ${status?.phase ?? 'Pending'}  ${what}`, columns)
    .replace(metadata.name, (name) => paint('bold', name))
    .replace(failedCount(failed), (count) => paint('red', count));
}

function countsOf(progress: NonNullable<BatchRun['status']>['progress']): string[] {
  const { total = 0, pending = 0, running = 0, completed = 0, failed = 0, cancelled = 0 } = progress ?? {};
  const counts = [`${completed + failed + cancelled}/${total} done`];
  if (running > 0) counts.push(`${running} running`);
  if (pending > 0) counts.push(`${pending} pending`);
  if (failed > 0) counts.push(failedCount(failed));
  if (cancelled > 0) counts.push(`${cancelled} cancelled`);
  return counts;
}

const failedCount = (failed: number) => `${failed} failed`;

function reasonLine(conditions: NonNullable<BatchRun['status']>['conditions']): string {
  const ready = conditions?.find(({ type }) => type === 'Ready');
  return ready ? `${ready.reason}: ${ready.message}` : '';
}

/** One line per task in index order. When they do not fit, running and failed ones come first and the rest is counted. */
export function taskLines(rows: readonly TaskRow[], terminal: Terminal, room: number): string[] {
  const labelWidth = Math.max(...rows.map(({ label }) => label.length), 4);
  const shown = rows.length <= room ? rows : mostTelling(rows, room - 1);
  const lines = shown.map((row) => taskLine(row, labelWidth, terminal));
  const hidden = rows.length - shown.length;
  return hidden === 0 ? lines : [...lines, terminal.paint('dim', `  … and ${hidden} more`)];
}

const urgency: readonly TaskRow['phase'][] = ['Running', 'Failed', 'Pending', 'Succeeded'];

function mostTelling(rows: readonly TaskRow[], room: number): TaskRow[] {
  const byUrgency = [...rows].sort((a, b) => urgency.indexOf(a.phase) - urgency.indexOf(b.phase) || a.index - b.index);
  return byUrgency.slice(0, Math.max(0, room)).sort((a, b) => a.index - b.index);
}

export function taskLine(row: TaskRow, labelWidth: number, { columns, paint }: Terminal): string {
  const duration = row.duration === undefined ? '' : formatDuration(row.duration);
  const head = `  ${marks[row.phase]} ${row.label.padEnd(labelWidth)}  ${(row.word ?? row.phase).padEnd(9)}  ${duration.padStart(6)}`;
  const note = cut(row.note, columns - head.length - 2);
  return `${paint(phaseStyles[row.phase], head)}${note ? `  ${note}` : ''}`;
}
