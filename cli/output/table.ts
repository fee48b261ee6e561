import { oneLine, type Style, type Terminal } from './terminal.js';

/** A column of a table. */
export interface Column<Row> {
  readonly title: string;
  readonly text: (row: Row) => string;
  readonly style?: (row: Row) => Style | undefined;
  /** Numbers stand under each other. @default left */
  readonly align?: 'left' | 'right';
}

export interface TableOptions {
  /** @default true */
  readonly headers?: boolean;
  /** What the first line is moved right by. @default nothing */
  readonly indent?: string;
}

const gap = '   ';

/**
 * Lines of a table as kubectl draws it: each column as wide as its widest cell, nothing after the last. An empty cell is
 * `-`. On a terminal the last column is cut where the line would wrap, for only it holds sentences.
 */
export function table<Row>(
  columns: readonly Column<Row>[],
  rows: readonly Row[],
  terminal: Terminal,
  { headers = true, indent = '' }: TableOptions = {},
): string[] {
  const cells = rows.map((row) => columns.map(({ text }) => oneLine(text(row)) || '-'));
  const titles = columns.map(({ title }) => title);
  const widths = columns.map((_, at) => Math.max(headers ? (titles[at]?.length ?? 0) : 0, ...maxima(cells, at)));
  const line = (texts: readonly string[], row?: Row) => indent + joined(columns, texts, widths, terminal, indent, row);
  return [...(headers ? [line(titles)] : []), ...rows.map((row, i) => line(cells[i] ?? [], row))];
}

/** Not spread over all rows at once: thousands of arguments overflow the stack. */
const maxima = (cells: readonly (readonly string[])[], at: number): number[] => [
  cells.reduce((widest, line) => Math.max(widest, line[at]?.length ?? 0), 0),
];

function joined<Row>(
  columns: readonly Column<Row>[],
  texts: readonly string[],
  widths: readonly number[],
  { columns: room, paint }: Terminal,
  indent: string,
  row: Row | undefined,
): string {
  let used = indent.length;
  const parts = columns.map(({ align, style }, at) => {
    const isLast = at === columns.length - 1;
    const text = texts[at] ?? '';
    const padded = align === 'right' ? text.padStart(widths[at] ?? 0) : isLast ? text : text.padEnd(widths[at] ?? 0);
    const shown = isLast && padded.length > room - used ? `${padded.slice(0, Math.max(0, room - used - 1))}…` : padded;
    used += padded.length + gap.length;
    const chosen = row === undefined ? undefined : style?.(row);
    return chosen ? paint(chosen, shown) : shown;
  });
  return parts.join(gap).trimEnd();
}
