import { describe, expect, test } from '@jest/globals';
import { MOST_LINE_BYTES } from '../../plan/agent-preset/stream.js';
import { LineSplitter } from '../../wrapper/lines.js';

const linesOf = (...chunks: readonly (string | Buffer)[]) => {
  const lines: (readonly [string, boolean])[] = [];
  const splitter = new LineSplitter((text, isCut) => lines.push([text, isCut]));
  for (const chunk of chunks) splitter.push(Buffer.from(chunk));
  splitter.end();
  return lines;
};
const euro = Buffer.from('€');

describe('lines', () => {
  const cases: Record<string, { chunks: (string | Buffer)[]; want: string[] }> = {
    'no output': { chunks: [], want: [] },
    'one line in pieces': { chunks: ['a', 'b\n'], want: ['ab'] },
    'several in one chunk': { chunks: ['a\nb\n\nc\n'], want: ['a', 'b', '', 'c'] },
    'the last without an end': { chunks: ['a\nb'], want: ['a', 'b'] },
    'the ends of Windows': { chunks: ['a\r', '\nb\r\n'], want: ['a', 'b'] },
    'a character across two chunks': { chunks: [euro.subarray(0, 1), euro.subarray(1), '\n'], want: ['€'] },
    'bytes that are no text': { chunks: [Buffer.from([0xff, 0x00, 10])], want: ['\uFFFD\0'] },
  };
  test.each(Object.entries(cases))('%s', (_, { chunks, want }) =>
    expect(linesOf(...chunks)).toEqual(want.map((line) => [line, false])),
  );
});

test('a line of any length: its beginning, marked, and the next line whole', () => {
  const piece = Buffer.alloc(MOST_LINE_BYTES / 2 + 1, 'x');
  const lines = linesOf(piece, piece, piece, 'end\nnext\n');
  expect(lines.map(([text, isCut]) => [text.length, isCut])).toEqual([
    [MOST_LINE_BYTES, true],
    [4, false],
  ]);
});

test('a line of exactly the limit is whole', () =>
  expect(linesOf(Buffer.alloc(MOST_LINE_BYTES, 'x'), '\n').map(([, isCut]) => isCut)).toEqual([false]));

test('a line that comes byte by byte, and another', () => {
  const bytes = [...Buffer.from(`${'a dot.'.repeat(3000)}\nb\n`)].map((byte) => Buffer.from([byte]));
  expect(linesOf(...bytes)).toEqual([
    ['a dot.'.repeat(3000), false],
    ['b', false],
  ]);
});

test('the text of a line stays, whatever comes in its place', () =>
  expect(linesOf('ab', 'c\n', 'xy', 'z\n').map(([text]) => text)).toEqual(['abc', 'xyz']));
