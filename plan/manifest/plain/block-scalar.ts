import { notPlain } from './not-plain.js';
import { lineFrom, type PlainLines } from './plain-lines.js';

/** A literal block: `|`, `|-` or `|+`, and the lines of it. @source https://yaml.org/spec/1.2.2/#812-literal-style */
export function blockScalar(lines: PlainLines, header: string, from: number, to: number): string {
  if (!/^\|[-+]?$/.test(header)) return notPlain();
  const first = firstLine(lines, from, to);
  if (first === undefined) return notPlain();
  const indent = lines.indents[first] ?? 0;
  const parts: string[] = [];
  for (let line = from; line < to; line += 1) parts.push(textOfLine(lines, line, indent));
  return chomped(parts.join('\n'), header);
}

function firstLine({ indents }: PlainLines, from: number, to: number): number | undefined {
  for (let line = from; line < to; line += 1) if (indents[line] !== -1) return line;
  return undefined;
}

/** Blanks of an empty line count beyond the indentation of the block; rare enough for the whole reader. */
function textOfLine(lines: PlainLines, line: number, indent: number): string {
  const own = lines.indents[line] ?? 0;
  if (own === -1) return lineFrom(lines, line, 0).length > 0 ? notPlain() : '';
  return own < indent ? notPlain() : lineFrom(lines, line, indent);
}

/** The text has no line break behind its last line, and one for each empty line before its end. */
function chomped(text: string, header: string): string {
  if (header === '|+') return `${text}\n`;
  const trimmed = text.replace(/\n+$/, '');
  return header === '|-' ? trimmed : `${trimmed}\n`;
}
