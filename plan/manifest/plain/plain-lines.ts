import { notPlain } from './not-plain.js';

/** The lines of a document, by their number. */
export interface PlainLines {
  readonly text: string;
  readonly count: number;
  /** Where each begins, and where the text ends. */
  readonly starts: readonly number[];
  /** Blanks at its beginning; -1 for a line of blanks alone. */
  readonly indents: number[];
}

/** @throws NotPlain for tabs at the beginning of a line */
export function plainLines(text: string): PlainLines {
  const starts: number[] = [];
  const indents: number[] = [];
  let at = 0;
  while (at < text.length) {
    const next = text.indexOf('\n', at);
    const end = next < 0 ? text.length : next;
    starts.push(at);
    indents.push(indentOf(text, at, end));
    at = end + 1;
  }
  starts.push(at);
  return { text, count: indents.length, starts, indents };
}

const blank = 32;
const tab = 9;
const carriageReturn = 13;

function indentOf(text: string, start: number, end: number): number {
  let at = start;
  while (at < end && text.charCodeAt(at) === blank) at += 1;
  if (at === end) return -1;
  const code = text.charCodeAt(at);
  return code === tab || code === carriageReturn || text.charCodeAt(end - 1) === carriageReturn
    ? notPlain()
    : at - start;
}

/** A line from a column on, without its line break. */
export function lineFrom({ text, starts }: PlainLines, line: number, column: number): string {
  return text.slice((starts[line] ?? 0) + column, (starts[line + 1] ?? 0) - 1);
}

/** The first line from `from` on that is not indented by more than `indent`; blank lines belong to what is above them. */
export function endOfBlock({ indents }: PlainLines, from: number, to: number, indent: number): number {
  let line = from;
  while (line < to && ((indents[line] ?? 0) > indent || indents[line] === -1)) line += 1;
  return line;
}
