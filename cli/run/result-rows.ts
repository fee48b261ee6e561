import type { TaskResult, TaskRun } from '../../api/generated/kinds.js';
import { remarkIn } from '../../api/status/result-remark.js';
import { currentResult, totalTokens } from '../../api/status/stored-result.js';
import { durationText } from '../output/age-text.js';
import { costText } from '../output/cost-text.js';
import { phaseStyle } from '../output/phase-style.js';
import type { Column } from '../output/table.js';
import { runState } from './run-state.js';
import type { TaskRow } from './task-row.js';

/** A TaskRun's result in the shape of a BatchRun's tasks. */
export function resultOfTaskRun(run: TaskRun): TaskRow {
  const { phase, reason, message, startTime, completionTime } = runState(run);
  const result = currentResult(run.status?.result ?? {});
  return {
    index: 0,
    name: '',
    key: '',
    phase: phase === 'Paused' ? 'Pending' : phase,
    reason,
    note: phase === 'Succeeded' ? [result.summary, remarkIn(message)].filter(Boolean).join('; ') : message,
    message,
    jobName: run.status?.podName ?? '',
    result,
    ...(startTime ? { startTime } : {}),
    ...(completionTime ? { completionTime } : {}),
  };
}

/** Columns that no result fills are left out. */
export const resultColumns = (now: number): Column<TaskRow>[] => [
  { title: 'TASK', text: ({ index }) => String(index), align: 'right' },
  { title: 'NAME', text: ({ name }) => name, optional: true },
  { title: 'PHASE', text: ({ phase }) => phase, style: ({ phase }) => phaseStyle(phase) },
  { title: 'DURATION', text: (row) => durationText(row, now) },
  { title: 'VERDICT', text: ({ result }) => result.verdict ?? '', optional: true },
  {
    title: 'COST',
    text: ({ result }) => costText(result.costUsd),
    align: 'right',
    optional: true,
  },
  { title: 'TOKENS', text: ({ result }) => String(totalTokens(result) ?? ''), align: 'right', optional: true },
  { title: 'COMMIT', text: ({ result }) => result.commit?.slice(0, 7) ?? '', optional: true },
  { title: 'BRANCH', text: ({ result }) => result.branch ?? '', optional: true },
  { title: 'PULL REQUEST', text: ({ result }) => result.pr ?? '', optional: true },
  { title: 'MESSAGE', text: noteText, optional: true },
];

/** The same with what the wrapper of an agent CLI measures. */
export const wideResultColumns = (now: number): Column<TaskRow>[] =>
  resultColumns(now).flatMap((column) => (column.title === 'TOKENS' ? [column, ...measured] : column));

const number = (title: Column<TaskRow>['title'], of: (result: TaskResult) => number | undefined): Column<TaskRow> => ({
  ...{ title, text: ({ result }: TaskRow) => String(of(result) ?? ''), align: 'right', optional: true },
});

const measured: readonly Column<TaskRow>[] = [
  number('INPUT', ({ tokens }) => tokens?.input),
  number('OUTPUT', ({ tokens }) => tokens?.output),
  number('CACHED', ({ tokens }) => tokens?.cached),
  number('TURNS', ({ turns }) => turns),
  { title: 'MODEL', text: ({ result }) => result.model ?? '', optional: true },
  {
    title: 'RETRY AFTER',
    text: ({ result: { retryAfter } }) => (retryAfter === undefined ? '' : `${retryAfter}s`),
    align: 'right',
    optional: true,
  },
];

/** What ended as it should needs no reason. */
const noteText = ({ note, reason, phase }: TaskRow): string =>
  [note, reason].find((text) => text !== '' && text !== phase && text !== 'Completed') ?? '';

function reusedText(rows: readonly TaskRow[]): string {
  const reused = rows.filter(({ reason }) => reason === 'Reused').length;
  return reused > 0 ? ` (${reused} reused)` : '';
}

/** `2 succeeded (1 reused), 1 failed, $1.26, 84000 tokens`. What is reused costs nothing. */
export function totals(rows: readonly TaskRow[]): string {
  const count = (phase: TaskRow['phase']) => rows.filter((row) => row.phase === phase).length;
  const sum = (of: (result: TaskResult) => number | undefined) =>
    rows.reduce((all, { result, reason }) => all + (reason === 'Reused' ? 0 : (of(result) ?? 0)), 0);
  const phases = (['Succeeded', 'Failed', 'Cancelled', 'Running', 'Pending'] as const).filter(
    (phase) => count(phase) > 0,
  );
  const [cost, tokens] = [sum(({ costUsd }) => costUsd), sum(totalTokens)];
  return [
    ...phases.map((phase) => `${count(phase)} ${phase.toLowerCase()}${phase === 'Succeeded' ? reusedText(rows) : ''}`),
    ...(cost > 0 ? [costText(cost)] : []),
    ...(tokens > 0 ? [`${tokens} tokens`] : []),
  ].join(', ');
}
