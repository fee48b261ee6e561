import { stripVTControlCharacters } from 'node:util';
import { duration } from '../../../packages/kubernetes-conventions/age.js';
import { phaseMark, phaseStyle } from '../../output/phase-style.js';
import { cut } from '../../output/printable.js';
import type { Terminal } from '../../output/terminal.js';

/** A task that runs, as the compact view shows it. */
export interface RunningTask {
  readonly name: string;
  readonly executor: string;
  /** Milliseconds since the epoch. */
  readonly started: number;
  readonly last: (count: number) => readonly string[];
}

const mostLast = 4;

/**
 * The running tasks with their last lines, as many as the terminal has room for, and how many wait. Where there is no room
 * for lines below them, each has its last line beside its name. Pure.
 */
export function compactLines(
  running: readonly RunningTask[],
  waiting: number,
  terminal: Terminal,
  now: number,
): string[] {
  const room = Math.max(1, terminal.rows - 2);
  const shown = running.slice(0, running.length <= room ? room : room - 1);
  const each = Math.min(mostLast, Math.floor((room - shown.length) / Math.max(1, shown.length)));
  const hidden = running.length - shown.length;
  const rest = [hidden > 0 ? `${hidden} more running` : '', waiting > 0 ? `${waiting} waiting` : ''].filter(Boolean);
  const heads = headsOf(shown, terminal, now);
  const lines = shown.flatMap((task, at) =>
    each > 0 ? linesBelow(heads[at] ?? '', task.last(each), terminal) : lineBeside(heads[at] ?? '', task, terminal),
  );
  return [
    ...lines,
    ...(rest.length > 0 ? [terminal.paint('dim', cut(`… ${rest.join(', ')}`, terminal.columns - 1))] : []),
  ];
}

/** `▸ migrate  local  5s`, the columns under each other; a long name leaves room for the rest. */
function headsOf(tasks: readonly RunningTask[], { columns }: Terminal, now: number): string[] {
  const took = tasks.map(({ started }) => duration(Math.max(0, now - started)));
  const widthOf = (texts: readonly string[]) => texts.reduce((width, text) => Math.max(width, text.length), 0);
  const mostName = Math.max(8, Math.floor(columns / 2));
  const names = tasks.map(({ name }) => cut(name, mostName));
  const [nameWidth, executorWidth, tookWidth] = [names, tasks.map(({ executor }) => executor), took].map(widthOf);
  return tasks.map(({ executor }, at) =>
    [
      `${phaseMark('Running')} ${(names[at] ?? '').padEnd(nameWidth ?? 0)}`,
      executor.padEnd(executorWidth ?? 0),
      (took[at] ?? '').padStart(tookWidth ?? 0),
    ].join('  '),
  );
}

const style = phaseStyle('Running') ?? 'cyan';

function linesBelow(head: string, last: readonly string[], { columns, paint }: Terminal): string[] {
  const lines = last.map((line) => cut(`  │ ${stripVTControlCharacters(line)}`, columns - 1));
  return [paint(style, cut(head, columns - 1)), ...lines.map((line) => paint('dim', line))];
}

/** Less than this of a line says nothing. */
const leastBeside = 12;

function lineBeside(head: string, { last }: RunningTask, { columns, paint }: Terminal): string {
  const [line = ''] = last(1);
  const room = columns - 1 - head.length - 2;
  const beside = room < leastBeside ? '' : cut(stripVTControlCharacters(line).trim(), room);
  return paint(style, cut(head, columns - 1)) + (beside === '' ? '' : `  ${paint('dim', beside)}`);
}
