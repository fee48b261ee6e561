import { totalTokens } from '../../../api/status/stored-result.js';
import { durationText } from '../../output/age-text.js';
import { costText } from '../../output/cost-text.js';
import { phaseStyle } from '../../output/phase-style.js';
import { oneLine } from '../../output/printable.js';
import { type Column, table } from '../../output/table.js';
import type { Terminal } from '../../output/terminal.js';
import { wrap } from '../../output/wrap.js';
import type { TaskRow } from '../../run/task-row.js';

/** A task or step as the last table shows it. */
export interface ResultRow extends Pick<TaskRow, 'name' | 'phase' | 'result' | 'startTime' | 'completionTime'> {
  /** What was done, or why it failed; may be empty. */
  readonly message: string;
  /** Whether something else than the agent ran. */
  readonly isStandIn: boolean;
}

type ResultColumn = Column<ResultRow>;

/** Whole, for the clipboard: the pull request, or the branch without one. */
const changeText = ({ result }: ResultRow): string => result.pr ?? result.branch ?? '';

const change: ResultColumn = { title: 'CHANGE', text: changeText, optional: true };
const message: ResultColumn = { title: 'MESSAGE', text: ({ message: text }) => text, optional: true };

const fixed = (title: 'NAME' | 'STEP', now: number): ResultColumn[] => [
  { title, text: ({ name }) => name },
  {
    title: 'PHASE',
    text: ({ phase, isStandIn }) => (isStandIn && phase === 'Succeeded' ? `${phase} (stand-in)` : phase),
    style: ({ phase }) => phaseStyle(phase),
  },
  { title: 'DURATION', text: (row) => durationText(row, now) },
  { title: 'VERDICT', text: ({ result }) => result.verdict ?? '', optional: true },
  { title: 'COST', text: ({ result }) => costText(result.costUsd), align: 'right', optional: true },
  { title: 'TOKENS', text: ({ result }) => String(totalTokens(result) ?? ''), align: 'right', optional: true },
];

/** In this order, when a line has no room for all. */
const dispensable = ['TOKENS', 'DURATION', 'VERDICT'];
const leastMessage = 30;
const indent = '    ';

/**
 * The results of a run: what was changed and what it cost, a line for each task. Where there is no room, the change and then
 * the message of a task stand below its line, and then columns are left out. A change is never cut.
 */
export function resultTable(
  title: 'NAME' | 'STEP',
  rows: readonly ResultRow[],
  terminal: Terminal,
  now: number,
): string[] {
  const all = fixed(title, now);
  const widest = Math.max(0, ...rows.map(({ message: text }) => text.length));
  const besideMessage = widest === 0 ? 0 : Math.min(leastMessage, widest) + 3;
  if (widthOf([...all, change], rows) + besideMessage <= terminal.columns)
    return table([...all, change, message], rows, terminal);
  if (widthOf([...all, change], rows) <= terminal.columns)
    return withBelow([...all, change], [message], rows, terminal);
  return withBelow(fitting(all, rows, terminal, dispensable), [change, message], rows, terminal);
}

function fitting(
  columns: readonly ResultColumn[],
  rows: readonly ResultRow[],
  terminal: Terminal,
  [first, ...others]: readonly string[],
): readonly ResultColumn[] {
  if (first === undefined || widthOf(columns, rows) <= terminal.columns) return columns;
  const narrower = columns.filter(({ title }) => title !== first);
  return fitting(narrower, rows, terminal, others);
}

const widthOf = (columns: readonly ResultColumn[], rows: readonly ResultRow[]): number =>
  Math.max(
    0,
    ...table(
      columns,
      rows,
      endless((_, text) => text),
    ).map((line) => line.length),
  );

/** Where a row is one line. */
const endless = (paint: Terminal['paint']): Terminal => ({
  columns: Number.POSITIVE_INFINITY,
  rows: Number.POSITIVE_INFINITY,
  isTty: false,
  paint,
});

function withBelow(
  columns: readonly ResultColumn[],
  below: readonly ResultColumn[],
  rows: readonly ResultRow[],
  terminal: Terminal,
): string[] {
  const [header = '', ...lines] = table(columns, rows, endless(terminal.paint));
  return [
    header,
    ...rows.flatMap((row, at) => [lines[at] ?? '', ...below.flatMap((column) => linesBelow(column, row, terminal))]),
  ];
}

/** A change is one word: a terminal wraps it, so that it is copied whole. */
function linesBelow(column: ResultColumn, row: ResultRow, { columns }: Terminal): string[] {
  const text = oneLine(column.text(row));
  if (text === '') return [];
  return (column === change ? [text] : wrap(text, columns - indent.length)).map((line) => indent + line);
}
