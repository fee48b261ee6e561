import { expect, test } from '@jest/globals';
import { celMessage, celProgram } from '../cel-program.js';

/** The result of an expression on `self`, or the message of its error. */
function evaluate(expression: string, self: unknown, oldSelf?: unknown): unknown {
  const program = celProgram(expression);
  if (program instanceof Error) return `not CEL: ${program.message}`;
  try {
    return program.evaluate({ self, oldSelf });
  } catch (error) {
    return `error: ${celMessage(error)}`;
  }
}

const functions: Record<string, { rule: string; self: unknown; want: unknown }> = {
  'isSorted of nothing: true': { rule: 'self.isSorted()', self: [], want: true },
  'isSorted of one: true': { rule: 'self.isSorted()', self: [3n], want: true },
  'isSorted of rising numbers: true': { rule: 'self.isSorted()', self: [1n, 2n, 3n], want: true },
  'isSorted of equal numbers: true': { rule: 'self.isSorted()', self: [2n, 2n], want: true },
  'isSorted with one step down: false': { rule: 'self.isSorted()', self: [1n, 3n, 2n], want: false },
  'isSorted with a step down first: false': { rule: 'self.isSorted()', self: [3n, 1n, 2n], want: false },
  'isSorted from zero down: false': { rule: 'self.isSorted()', self: [0n, -1n], want: false },
  'sum of integers: an integer': { rule: 'self.sum()', self: [1n, 2n, 4n], want: 7n },
  'sum of nothing: zero': { rule: 'self.sum()', self: [], want: 0n },
  'sum of doubles: a double': { rule: 'self.sum()', self: [1.5, 2], want: 3.5 },
  'sum of both kinds: a double': { rule: 'self.sum()', self: [1n, 2.5], want: 3.5 },
  'min: the smallest': { rule: 'self.min()', self: [2n, 1n, 3n], want: 1n },
  'min of strings: the first in order': { rule: 'self.min()', self: ['b', 'a'], want: 'a' },
  'max: the largest': { rule: 'self.max()', self: [2n, 3n, 1n], want: 3n },
  'min of nothing: an error': { rule: 'self.min()', self: [], want: 'error: min/max called on empty list' },
  'find: the first match': { rule: 'self.find("[0-9]+")', self: 'a12b34', want: '12' },
  'find without a match: empty': { rule: 'self.find("[0-9]+")', self: 'ab', want: '' },
  'findAll: every match': { rule: 'self.findAll("[0-9]+")', self: 'a12b34', want: ['12', '34'] },
  'findAll without a match: empty': { rule: 'self.findAll("[0-9]+")', self: 'ab', want: [] },
  'findAll: by characters, not by UTF-16 units': { rule: 'self.findAll(".")', self: 'a😀', want: ['a', '😀'] },
  'matches: anywhere in the text': { rule: 'self.matches("[0-9]")', self: 'a1b', want: true },
  'matches without a match: false': { rule: 'self.matches("^[0-9]")', self: 'a1b', want: false },
  'matches inside another call: replaced too': { rule: '["a1"].all(x, x.matches("1$"))', self: null, want: true },
  'matches on another type: the error names matches': {
    rule: 'self.matches("a")',
    self: 1n,
    want: expect.stringMatching(/^error: (?!.*Pattern).*matches/),
  },
  'replace: every occurrence': { rule: 'self.replace("a", "x")', self: 'banana', want: 'bxnxnx' },
  'isURL of a URL: true': { rule: 'isURL(self)', self: 'https://example.com/a', want: true },
  'isURL of text: false': { rule: 'isURL(self)', self: 'not a url', want: false },
  'lists of different types: allowed': { rule: '[1, "a"].size() == 2', self: null, want: true },
};
test.each(Object.entries(functions))('%s', (_, { rule, self, want }) => {
  expect(evaluate(rule, self)).toEqual(want);
});

test('optional values are known', () => {
  expect(evaluate('self[?"b"].orValue("none")', { a: 'x' })).toBe('none');
});

const faults: Record<string, { rule: string; want: RegExp }> = {
  'an unknown variable: refused before it runs': { rule: 'other == 1', want: /^not CEL: .*other/ },
  'an unknown function: refused before it runs': { rule: 'self.frobnicate()', want: /^error: |^not CEL: / },
  'not CEL: refused in one line': { rule: 'self ==', want: /^not CEL: [^\n]+$/ },
};
test.each(Object.entries(faults))('%s', (_, { rule, want }) => {
  expect(evaluate(rule, 1n)).toMatch(want);
});

const mentions: Record<string, { rule: string; want: boolean }> = {
  'oldSelf by itself': { rule: 'oldSelf == 1', want: true },
  'oldSelf inside of a call': { rule: 'self.all(x, x == oldSelf)', want: true },
  'a field of oldSelf': { rule: 'self == oldSelf.a', want: true },
  'oldSelf as text': { rule: 'self == "oldSelf"', want: false },
  'self alone': { rule: 'self == 1', want: false },
};
test.each(Object.entries(mentions))('a rule with %s: whether it is a transition rule', (_, { rule, want }) => {
  expect(celProgram(rule)).toMatchObject({ usesOldSelf: want });
});

test('a program is compiled once', () => {
  expect(celProgram('self == 12345')).toBe(celProgram('self == 12345'));
});

const messages: Record<string, { error: unknown; want: string }> = {
  'a missing key: as the API server writes it': {
    error: new Error('No such key: a\n\n> 1 | x'),
    want: 'no such key: a',
  },
  'the words elsewhere in a message: unchanged': { error: new Error('x: No such key'), want: 'x: No such key' },
  'a thrown string: its text': { error: 'plain', want: 'plain' },
};
test.each(Object.entries(messages))('%s', (_, { error, want }) => {
  expect(celMessage(error)).toBe(want);
});
