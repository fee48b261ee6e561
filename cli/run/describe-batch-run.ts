import type { BatchRun } from '../../api/generated/kinds.js';
import { countsText } from '../../api/status/counts-text.js';
import { durationText } from '../output/age-text.js';
import { section } from '../output/fields.js';
import { phaseStyle } from '../output/phase-style.js';
import { type Column, table } from '../output/table.js';
import type { Terminal } from '../output/terminal.js';
import { conditionLines, runFields } from './describe-run.js';
import { mostTelling } from './most-telling.js';
import type { TaskRow } from './task-row.js';

/** More tasks than this are not read by anybody; `results` shows all. */
const longest = 50;

/** A BatchRun for people. Of many tasks the running and failed ones come first. */
export function describeBatchRun(run: BatchRun, rows: readonly TaskRow[], terminal: Terminal, now: number): string[] {
  const own = [
    ['Jobs', run.spec.jobs ?? 'runtime'],
    ['Completions', run.status?.progress && countsText(run.status.progress)],
  ] as const;
  const shown = mostTelling(rows, longest);
  const hidden = rows.length - shown.length;
  const more = hidden > 0 ? [`  … and ${hidden} more: kubectl task results batchrun/${run.metadata.name}`] : [];
  const indent = '  ';
  return [
    ...runFields(run, own, terminal, now),
    ...conditionLines(run, terminal),
    ...section('Tasks', [...table(taskColumns(now), shown, terminal, { indent }), ...more]),
  ];
}

export const taskColumns = (now: number): Column<TaskRow>[] => [
  { title: 'TASK', text: (row) => String(row.index), align: 'right' },
  { title: 'NAME', text: (row) => row.name, optional: true },
  { title: 'PHASE', text: (row) => row.phase, style: (row) => phaseStyle(row.phase) },
  { title: 'REASON', text: (row) => (row.reason === 'Completed' ? '' : row.reason), optional: true },
  { title: 'ATTEMPTS', text: attemptsText, optional: true },
  { title: 'DURATION', text: (row) => durationText(row, now) },
  { title: 'MESSAGE', text: ({ note, reason }) => (note === reason ? '' : note), optional: true },
];

/** `0 TemporaryFailure, 1 Evicted`: those that ended without success. */
function attemptsText({ attempts = [] }: TaskRow): string {
  return attempts.map(({ attempt, reason }) => `${attempt} ${reason}`).join(', ');
}
