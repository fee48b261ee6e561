import { durationText } from '../output/age-text.js';
import { type AnyPhase, phaseMark, phaseStyle } from '../output/phase-style.js';
import { cut } from '../output/printable.js';
import type { Terminal } from '../output/terminal.js';
import { mostTelling } from './most-telling.js';
import type { TaskRow } from './task-row.js';
import { isRetried, taskWords } from './task-words.js';

/** A task, a step or an agent as one line that is redrawn in place. */
export interface ProgressRow {
  readonly index: number;
  readonly label: string;
  readonly phase: AnyPhase;
  /** What it does or waits for, in a few words. */
  readonly words: string;
  /** More about it, such as the last line of its output; may be empty. */
  readonly detail: string;
  /** Where nothing is redrawn, the row is worth another line when this changes; empty for none. @default its phase, once it runs */
  readonly milestone?: string;
  readonly startTime?: string;
  readonly completionTime?: string;
}

/** What is known of a task beside its entry in the status. */
export interface Seen {
  /** What its init container does; empty if that is not known. */
  readonly setup: string;
  /** The last line of its agent's output; may be empty. */
  readonly lastLine: string;
}

const nothingSeen: Seen = { setup: '', lastLine: '' };

export function progressRow(row: TaskRow, now: number, { setup, lastLine }: Seen = nothingSeen): ProgressRow {
  const { name, index, phase, reason, attempts = [], startTime, completionTime } = row;
  const { words, detail } = taskWords(row, now, setup);
  return {
    ...{ index, label: name || `task-${index}`, phase, words },
    detail: detail || (reason === 'Running' || phase === 'Succeeded' ? lastLine : ''),
    milestone: isMilestone(row, detail) ? `${phase} ${attempts.length}${isRetried(reason) ? '' : reason}` : '',
    ...(startTime ? { startTime } : {}),
    ...(completionTime ? { completionTime } : {}),
  };
}

/** A task that waits is worth a line when something keeps it from starting, not for its turn. */
const isMilestone = ({ phase, reason }: TaskRow, detail: string): boolean =>
  phase === 'Pending' ? isRetried(reason) || detail !== '' : reason !== 'Initializing';

/** One line per row in order. When they do not fit into `room`, running and failed ones come first and the rest is counted. */
export function progressLines(rows: readonly ProgressRow[], terminal: Terminal, room: number, now: number): string[] {
  const shown = rows.length <= room ? rows : mostTelling(rows, Math.max(0, room - 1));
  const widths = widthsOf(rows, terminal);
  const lines = shown.map((row) => progressLine(row, widths, terminal, now));
  const hidden = rows.length - shown.length;
  return hidden === 0 ? lines : [...lines, terminal.paint('dim', `  … and ${hidden} more`)];
}

interface Widths {
  readonly label: number;
  readonly words: number;
}

/** Details stand under each other; a few long words do not move all others. */
const mostWords = 24;
/** What a long name leaves for the rest of the line. */
const leastRest = 56;

/** Less of a sentence says nothing. */
const leastDetail = 8;

export function widthsOf(rows: readonly ProgressRow[], { columns }: Pick<Terminal, 'columns'>): Widths {
  const widest = (texts: readonly string[]) => Math.max(4, ...texts.map((text) => text.length));
  return {
    label: Math.min(widest(rows.map(({ label }) => label)), Math.max(16, columns - leastRest)),
    words: Math.min(widest(rows.map(({ words }) => words)), mostWords),
  };
}

/** `  ▸ billing     12s  agent is working          reading server.js`, at most as wide as the terminal. */
export function progressLine(row: ProgressRow, widths: Widths, { columns, paint }: Terminal, now: number): string {
  const took = durationText(row, now).padStart(6);
  const head = `  ${phaseMark(row.phase)} ${cut(row.label, widths.label).padEnd(widths.label)} ${took}  `;
  const words = cut(row.words, columns - head.length).padEnd(widths.words);
  const room = columns - head.length - words.length - 2;
  const detail = room < leastDetail ? '' : cut(row.detail, room);
  const style = phaseStyle(row.phase);
  const line = `${head}${words}`.trimEnd();
  if (detail === '') return style ? paint(style, line) : line;
  return `${style ? paint(style, line) : line}${' '.repeat(head.length + words.length - line.length)}  ${detail}`;
}
