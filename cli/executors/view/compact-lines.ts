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

/** The running tasks with their last lines, as many as the terminal has room for, and how many wait. Pure. */
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
  return [
    ...shown.flatMap((task) => taskLines(task, each, terminal, now)),
    ...(rest.length > 0 ? [terminal.paint('dim', cut(`… ${rest.join(', ')}`, terminal.columns - 1))] : []),
  ];
}

function taskLines(task: RunningTask, count: number, { columns, paint }: Terminal, now: number): string[] {
  const { name, executor, started, last } = task;
  const head = `${phaseMark('Running')} ${name}  ${executor}  ${duration(Math.max(0, now - started))}`;
  const lines = last(count).map((line) => cut(`  │ ${stripVTControlCharacters(line)}`, columns - 1));
  return [paint(phaseStyle('Running') ?? 'cyan', cut(head, columns - 1)), ...lines.map((line) => paint('dim', line))];
}
