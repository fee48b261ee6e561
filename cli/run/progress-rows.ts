import { durationText } from '../output/age-text.js';
import { type AnyPhase, phaseMark, phaseStyle } from '../output/phase-style.js';
import { cut } from '../output/printable.js';
import type { Terminal } from '../output/terminal.js';
import { mostTelling } from './most-telling.js';
import type { TaskRow } from './task-row.js';

/** A task, a step or an agent as one line that is redrawn in place. */
export interface ProgressRow {
  readonly index: number;
  readonly label: string;
  readonly phase: AnyPhase;
  /** Shown in place of the phase. */
  readonly word?: string;
  readonly note: string;
  readonly startTime?: string;
  readonly completionTime?: string;
}

export const progressRow = ({ name, index, ...row }: TaskRow): ProgressRow => ({
  ...row,
  index,
  label: name || `task-${index}`,
});

/** One line per row in order. When they do not fit into `room`, running and failed ones come first and the rest is counted. */
export function progressLines(rows: readonly ProgressRow[], terminal: Terminal, room: number, now: number): string[] {
  const shown = rows.length <= room ? rows : mostTelling(rows, Math.max(0, room - 1));
  const lines = shown.map((row) => progressLine(row, labelWidth(rows), terminal, now));
  const hidden = rows.length - shown.length;
  return hidden === 0 ? lines : [...lines, terminal.paint('dim', `  … and ${hidden} more`)];
}

/** `  ▸ billing   Running       12s  waits for a node`, at most as wide as the terminal. */
export function progressLine(row: ProgressRow, width: number, { columns, paint }: Terminal, now: number): string {
  const took = durationText(row, now).padStart(6);
  const head = `  ${phaseMark(row.phase)} ${row.label.padEnd(width)}  ${(row.word ?? row.phase).padEnd(9)}  ${took}`;
  const note = cut(row.note, columns - head.length - 2);
  const style = phaseStyle(row.phase);
  return `${style ? paint(style, head) : head}${note ? `  ${note}` : ''}`.trimEnd();
}

export const labelWidth = (rows: readonly ProgressRow[]): number =>
  Math.max(4, ...rows.map(({ label }) => label.length));
