import type { ColumnTitle } from './column-titles.js';
import { oneLine } from './printable.js';
import type { Style, Terminal } from './terminal.js';
import { wrap } from './wrap.js';

/** A column of a table. */
export interface Column<Row> {
  readonly title: ColumnTitle;
  readonly text: (row: Row) => string;
  readonly style?: (row: Row) => Style | undefined;
  /** Numbers stand under each other. @default left */
  readonly align?: 'left' | 'right';
  /** Left out when no row has anything to say in it. @default false, so that scripts find what they look for */
  readonly optional?: boolean;
}

export interface TableOptions<Row> {
  /** @default true */
  readonly headers?: boolean;
  /** What every line begins with. @default nothing */
  readonly indent?: string;
  /** Titles of columns that are left out, the first one first, while there is no room for the last column beside them. @default none */
  readonly dispensable?: readonly ColumnTitle[];
  /** Titles of columns that are left out, the first one first, while the columns before the last one are wider than the terminal. @default none */
  readonly surplus?: readonly ColumnTitle[];
  /** Rows shown before, under which these are to stand. */
  readonly below?: readonly Row[];
}

const gap = '   ';
/** A sentence squeezed into less is hard to read; it goes below its row. */
const leastSentenceWidth = 30;

/**
 * Lines of a table as kubectl draws it: each column as wide as its widest cell, the last one as it comes. An empty cell is
 * `-`; no row, no line. On a terminal the last column, which alone holds sentences, is wrapped: in its place, or below its row.
 */
export function table<Row>(
  all: readonly Column<Row>[],
  rows: readonly Row[],
  terminal: Terminal,
  options: TableOptions<Row> = {},
): string[] {
  if (rows.length === 0) return [];
  const columns = fittingColumns(all, rows, terminal, options);
  const { headers = true } = options;
  const layout = layoutOf(columns, rows, terminal, options);
  return [
    ...(headers ? rowLines(layout, titlesOf(columns)) : []),
    ...rows.flatMap((row) => rowLines(layout, cellsOf(columns, row), row)),
  ];
}

/** The columns that have something to say, without the dispensable ones for which there is no room. */
export function fittingColumns<Row>(
  all: readonly Column<Row>[],
  rows: readonly Row[],
  terminal: Terminal,
  options: TableOptions<Row> = {},
): readonly Column<Row>[] {
  const columns = all.filter(({ optional, text }) => !optional || rows.some((row) => text(row) !== ''));
  const { dispensable: [first, ...others] = [], surplus: [widest, ...narrower] = [] } = options;
  const without = (title: ColumnTitle, next: TableOptions<Row>) =>
    fittingColumns(
      columns.filter((column) => column.title !== title),
      rows,
      terminal,
      { ...options, ...next },
    );
  const { widths, sentences } = layoutOf(columns, rows, terminal, options);
  if (widest !== undefined && headWidth(widths, options.indent) > terminal.columns)
    return without(widest, { surplus: narrower });
  return first === undefined || !sentences.isBelow ? columns : without(first, { dispensable: others });
}

function layoutOf<Row>(
  columns: readonly Column<Row>[],
  rows: readonly Row[],
  terminal: Terminal,
  { headers = true, indent = '', below = [] }: TableOptions<Row>,
): Layout<Row> {
  const heads = headers || below.length > 0 ? [titlesOf(columns)] : [];
  const lines = [...heads, ...[...below, ...rows].map((row) => cellsOf(columns, row))];
  const widths = columns.map((_, at) => widest(lines, at));
  return { columns, widths, terminal, indent, sentences: sentencePlace(widths, terminal, indent) };
}

/** What the columns before the last one take. */
const headWidth = (widths: readonly number[], indent = ''): number =>
  indent.length + widths.slice(0, -1).reduce((sum, width) => sum + width + gap.length, 0) - gap.length;

const titlesOf = <Row>(columns: readonly Column<Row>[]): string[] => columns.map(({ title }) => title);

const cellsOf = <Row>(columns: readonly Column<Row>[], row: Row): string[] =>
  columns.map(({ text }) => oneLine(text(row)) || '-');

interface Layout<Row> {
  readonly columns: readonly Column<Row>[];
  readonly widths: readonly number[];
  readonly terminal: Terminal;
  readonly indent: string;
  readonly sentences: Place;
}

/** Where the cells of the last column go, and how wide they may be. */
interface Place {
  readonly isBelow: boolean;
  readonly offset: number;
  readonly width: number;
}

function sentencePlace(widths: readonly number[], { columns }: Terminal, indent: string): Place {
  const offset = indent.length + widths.slice(0, -1).reduce((sum, width) => sum + width + gap.length, 0);
  const width = columns - offset;
  const isBelow = width < Math.min(leastSentenceWidth, widths.at(-1) ?? 0);
  if (!isBelow) return { isBelow, offset, width: Math.max(1, width) };
  const below = indent.length + (widths[0] ?? 0) + gap.length;
  return { isBelow, offset: below, width: Math.max(1, columns - below) };
}

/** A header has no row. */
function rowLines<Row>(layout: Layout<Row>, texts: readonly string[], row?: Row): string[] {
  const { columns, widths, indent, sentences } = layout;
  const last = columns.length - 1;
  const cell = (text: string, at: number) =>
    painted(layout, padded(text, widths[at] ?? 0, columns[at]?.align), at, row);
  const head = texts.slice(0, last).map(cell);
  const sentence =
    columns[last]?.align === 'right' ? padded(texts[last] ?? '', widths[last] ?? 0, 'right') : texts[last];
  const parts = wrap(sentence ?? '', sentences.width).map((part) => painted(layout, part, last, row));
  const further = (lines: readonly string[]) => lines.map((line) => ' '.repeat(sentences.offset) + line);
  if (sentences.isBelow) {
    const isTold = row !== undefined && sentence !== '-';
    return [(indent + head.join(gap)).trimEnd(), ...(isTold ? further(parts) : [])];
  }
  return [(indent + [...head, parts[0]].join(gap)).trimEnd(), ...further(parts.slice(1))];
}

function painted<Row>({ columns, terminal }: Layout<Row>, text: string, at: number, row: Row | undefined): string {
  const style = row === undefined ? undefined : columns[at]?.style?.(row);
  return style ? terminal.paint(style, text) : text;
}

const padded = (text: string, width: number, align: 'left' | 'right' = 'left'): string =>
  align === 'right' ? text.padStart(width) : text.padEnd(width);

const widest = (lines: readonly (readonly string[])[], at: number): number =>
  lines.reduce((width, line) => Math.max(width, line[at]?.length ?? 0), 0);
