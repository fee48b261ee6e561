import { describe, expect, test } from '@jest/globals';
import { jsonPathText } from '../../../cli/output/json-path-text.js';
import { printPages } from '../../../cli/output/print-pages.js';
import { type Column, type TableOptions, table } from '../../../cli/output/table.js';
import { terminalOf } from '../../../cli/output/terminal.js';
import { wrap } from '../../../cli/output/wrap.js';
import { makeTerminal } from '../sample.js';

interface Row {
  readonly name: string;
  readonly count: number;
  readonly note: string;
}

const columns: Column<Row>[] = [
  { title: 'NAME', text: ({ name }) => name },
  { title: 'PHASE', text: ({ count }) => String(count), align: 'right' },
  { title: 'WORK', text: ({ note }) => note, optional: true },
];

const makeRow = (row: Partial<Row> = {}): Row => ({ name: 'a', count: 1, note: '', ...row });

describe('table', () => {
  const sentence = 'the quick brown fox jumps over the lazy dog';
  const cases: Record<string, { rows: Row[]; width?: number; options?: TableOptions<Row>; want: string[] }> = {
    'no row: no header': { rows: [], want: [] },
    'an optional column without values: left out': { rows: [makeRow()], want: ['NAME   PHASE', 'a          1'] },
    'empty cell among others: a dash': {
      rows: [makeRow({ note: 'x' }), makeRow({ count: 20 })],
      want: ['NAME   PHASE   WORK', 'a          1   x', 'a         20   -'],
    },
    'without headers: as wide as the cells': {
      rows: [makeRow(), makeRow({ name: 'abc' })],
      options: { headers: false },
      want: ['a     1', 'abc   1'],
    },
    'below other rows: as wide as those': {
      rows: [makeRow()],
      options: { headers: false, below: [makeRow({ name: 'a-long-name' })] },
      want: ['a                 1'],
    },
    'escape sequences and line breaks of a cell: blanks': {
      rows: [makeRow({ note: 'a\u001b[2Jb\nc' })],
      want: ['NAME   PHASE   WORK', 'a          1   a [2Jb c'],
    },
    'a sentence wider than the space: wrapped in its column': {
      rows: [makeRow({ note: sentence })],
      width: 48,
      want: ['NAME   PHASE   WORK', 'a          1   the quick brown fox jumps over', '               the lazy dog'],
    },
    'little space: below its row': {
      rows: [makeRow({ note: sentence })],
      width: 40,
      want: ['NAME   PHASE', 'a          1', '       the quick brown fox jumps over', '       the lazy dog'],
    },
    'little space, and an optional column: without that column': {
      rows: [makeRow({ note: sentence })],
      width: 40,
      options: { dispensable: ['PHASE'] },
      want: ['NAME   WORK', 'a      the quick brown fox jumps over', '       the lazy dog'],
    },
    'columns before the last one are wider than the terminal: without those that may be left out': {
      rows: [makeRow({ name: 'a-long-name-of-23-chars', note: 'x' })],
      width: 30,
      options: { surplus: ['PHASE'] },
      want: ['NAME                      WORK', 'a-long-name-of-23-chars   x'],
    },
    'a pipe: never wrapped': {
      rows: [makeRow({ note: sentence })],
      width: Number.POSITIVE_INFINITY,
      want: ['NAME   PHASE   WORK', `a          1   ${sentence}`],
    },
  };
  test.each(Object.entries(cases))('%s', (_, { rows, width = 80, options, want }) => {
    expect(table(columns, rows, makeTerminal(width), options)).toEqual(want);
  });
});

test('a word wider than the line is broken', () => {
  expect(wrap('ab abcdefgh', 4)).toEqual(['ab', 'abcd', 'efgh']);
});

describe('terminalOf', () => {
  const tty = { isTTY: true, columns: 100, rows: 30 } as NodeJS.WriteStream;
  const pipe = {} as NodeJS.WriteStream;
  const cases: Record<string, { stream: NodeJS.WriteStream; env: NodeJS.ProcessEnv; color: boolean; want: boolean }> = {
    'a terminal: colours': { stream: tty, env: {}, color: true, want: true },
    'a pipe: plain': { stream: pipe, env: {}, color: true, want: false },
    'a pipe with FORCE_COLOR: colours': { stream: pipe, env: { FORCE_COLOR: '1' }, color: true, want: true },
    'NO_COLOR: plain': { stream: tty, env: { NO_COLOR: '1' }, color: true, want: false },
    '--no-color overrides FORCE_COLOR': { stream: tty, env: { FORCE_COLOR: '1' }, color: false, want: false },
    'dumb terminal: plain': { stream: tty, env: { TERM: 'dumb' }, color: true, want: false },
  };
  test.each(Object.entries(cases))('%s', (_, { stream, env, color, want }) => {
    expect(terminalOf(stream, env, color).paint('red', 'x') !== 'x').toBe(want);
  });
});

describe('jsonPathText', () => {
  const value = {
    items: [
      { name: 'a', n: 1 },
      { name: 'b', n: 2, labels: { x: 'y' } },
    ],
  };
  const cases: Record<string, { template: string; want: string }> = {
    'several matches: separated by spaces': { template: '{.items[*].name}', want: 'a b' },
    'without braces': { template: '.items[0].n', want: '1' },
    'text around it': { template: 'first={.items[0].name}!', want: 'first=a!' },
    'a range with a line break': { template: '{range .items[*]}{.name}{"\\n"}{end}', want: 'a\nb\n' },
    'a range over nothing': { template: '{range .none[*]}{.name}{end}.', want: '.' },
    'a filter': { template: '{.items[?(@.name=="b")].n}', want: '2' },
    'an object: JSON': { template: '{.items[1].labels}', want: '{"x":"y"}' },
    'an absent field: nothing': { template: '{.nope}', want: '' },
  };
  test.each(Object.entries(cases))('%s', (_, { template, want }) => {
    expect(jsonPathText(template, value)).toBe(want);
  });
  test.each(['{range .items[*]}x', '{end}'])('%p: refused', (template) => {
    expect(() => jsonPathText(template, value)).toThrow('Cannot read the JSONPath');
  });
});

describe('printPages', () => {
  const object = (name: string) => ({ apiVersion: 'v1', kind: 'ConfigMap', metadata: { name } });
  const printed = async (type: 'json' | 'yaml', pages: string[][]) => {
    const parts: string[] = [];
    const write = async (part: string) => void parts.push(part);
    const out = {
      terminal: makeTerminal(),
      line: () => undefined,
      clearLine: () => undefined,
      clearLines: () => undefined,
      write,
    };
    async function* all() {
      for (const page of pages) yield page.map(object);
    }
    await printPages(out, { type }, all());
    return parts.join('');
  };
  const cases: Record<string, { pages: string[][]; want: string[] }> = {
    'several pages: one list': { pages: [['a', 'b'], ['c']], want: ['a', 'b', 'c'] },
    'an empty page': { pages: [[], ['a']], want: ['a'] },
    'nothing: an empty list': { pages: [[]], want: [] },
  };
  test.each(Object.entries(cases))('%s', async (_, { pages, want }) => {
    const { load } = await import('js-yaml');
    for (const type of ['json', 'yaml'] as const) {
      const list = load(await printed(type, pages)) as { kind: string; items: { metadata: { name: string } }[] };
      expect([list.kind, list.items.map(({ metadata }) => metadata.name)]).toEqual(['List', want]);
    }
  });
});
