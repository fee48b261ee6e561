import { expect, test } from '@jest/globals';
import fc from 'fast-check';
import { celProgram } from '../cel-program.js';
import { celValue } from '../cel-value.js';
import { quickRule } from '../quick-cel/quick-rule.js';

const holds = (rule: string, self: unknown, oldSelf?: unknown) => quickRule(rule)?.holds({ self, oldSelf });

const answers: Record<string, { rule: string; self: unknown; want: boolean }> = {
  'a field that is there': { rule: 'has(self.a)', self: { a: 'x' }, want: true },
  'a field that is absent': { rule: 'has(self.a)', self: {}, want: false },
  'a name of every object is no field': { rule: 'has(self.constructor)', self: {}, want: false },
  'null: only the CEL engine knows': { rule: 'has(self.a) || !has(self.a)', self: { a: null }, want: false },
  'below an absent field: only the CEL engine knows': { rule: '!has(self.a.b)', self: {}, want: false },
  'a number: only the CEL engine knows': { rule: 'self.n == self.n', self: { n: 1 }, want: false },
  'an integer: only the CEL engine knows': { rule: 'self == 1', self: 1, want: false },
  'another type than text: only the CEL engine knows': { rule: "self.a != 'x'", self: { a: true }, want: false },
  'and binds closer than or': { rule: "self == 'a' || self == 'b' && self == 'c'", self: 'a', want: true },
  'not binds closer than equals': { rule: '!has(self.a) == has(self.b)', self: { b: '' }, want: true },
  'one of two': { rule: '(has(self.a) ? 1 : 0) + (has(self.b) ? 1 : 0) == 1', self: { b: '' }, want: true },
  'every item': { rule: "self.all(v, v.name in ['a', 'b'])", self: [{ name: 'a' }, { name: 'b' }], want: true },
  'an item that has no name': { rule: "self.all(v, v.name == 'a')", self: [{}], want: false },
  'part of a path': { rule: "!self.split('/').exists(part, part == '..')", self: 'a/../b', want: false },
  'an emoji is one character': { rule: 'self.size() == 1', self: '😀', want: true },
  'the old value': { rule: '!oldSelf.cancel || self.cancel', self: { cancel: true }, want: false },
};

test.each(Object.entries(answers))('%s', (_, { rule, self, want }) => expect(holds(rule, self)).toBe(want));

const unread = [
  'self > 0',
  "duration(self) > duration('1s')",
  "self.split('/').all(part, has(part.a))",
  "self.startsWith('\\\\s')",
  "r'a' == self",
  '1 == 1 == true',
  "has(self.a) ? 'a' : 1",
  "has(self.a) || 'a'",
  'has(self)',
  'has(self.a',
  'other == self',
  'self.if',
  'self.a__dash__b',
  'self.oldSelf',
  'self.all(self, self)',
  "'a'",
  '',
];

test.each(unread)('left to the CEL engine: %s', (rule) => expect(quickRule(rule)).toBeUndefined());

/** Texts of rules in the part of CEL that is read, and beyond. */
const { rule: rules } = fc.letrec<{ rule: string; text: string; list: string; path: string }>((tie) => ({
  path: fc.constantFrom('self', 'oldSelf', 'self.a', 'self.b', 'self.a.b', 'oldSelf.a', 'v', 'v.a', 'self.n'),
  text: fc.oneof(tie('path'), fc.constantFrom("'a'", "'a/b'", '"b"', "''", 'true', '1')),
  list: fc.oneof(
    tie('path'),
    fc.tuple(tie('path'), fc.constantFrom("'/'", "''")).map(([path, sign]) => `${path}.split(${sign})`),
  ),
  rule: fc.oneof(
    { depthSize: 'small', withCrossShrink: true },
    tie('path').map((path) => `has(${path})`),
    tie('path'),
    fc.tuple(tie('text'), fc.constantFrom('==', '!=', '<', '+'), tie('text')).map((parts) => parts.join(' ')),
    fc
      .tuple(tie('path'), fc.constantFrom('startsWith', 'endsWith', 'contains', 'matches'))
      .map(([path, method]) => `${path}.${method}('a')`),
    tie('path').map((path) => `${path} in ['a', 'b']`),
    fc
      .tuple(tie('list'), fc.constantFrom('>', '==', '<='), fc.constantFrom('0', '1', "'a'"))
      .map(([list, sign, size]) => `${list}.size() ${sign} ${size}`),
    fc
      .tuple(tie('list'), fc.constantFrom('all', 'exists', 'exists_one'), tie('rule'))
      .map(([list, loop, body]) => `${list}.${loop}(v, ${body})`),
    fc.tuple(tie('list'), tie('rule')).map(([list, body]) => `${list}.filter(v, ${body}).size() == 1`),
    tie('rule').map((rule) => `!${rule}`),
    tie('rule').map((rule) => `(${rule})`),
    fc.tuple(tie('rule'), fc.constantFrom('&&', '||', '==', '!='), tie('rule')).map((parts) => parts.join(' ')),
    fc.tuple(tie('rule'), tie('rule'), tie('rule')).map(([test, yes, no]) => `${test} ? ${yes} : ${no}`),
  ),
}));

const { value: values } = fc.letrec<{ value: unknown }>((tie) => ({
  value: fc.oneof(
    { depthSize: 'small', withCrossShrink: true },
    fc.constantFrom('a', 'b', 'a/b', '', '😀', true, false, 1, 0, null),
    fc.array(tie('value'), { maxLength: 2 }),
    fc.record({ a: tie('value'), b: tie('value'), n: fc.constantFrom(1, 2) }, { requiredKeys: [] }),
  ),
}));

test('what is read compiles in CEL, and what holds holds there', () => {
  fc.assert(
    fc.property(rules, values, values, (rule, self, oldSelf) => {
      const quick = quickRule(rule);
      fc.pre(quick !== undefined);
      const program = celProgram(rule);
      expect(program).toMatchObject({ usesOldSelf: quick?.usesOldSelf });
      fc.pre(quick?.holds({ self, oldSelf }) === true && !(program instanceof Error));
      const activation = { self: celValue(undefined, self), oldSelf: celValue(undefined, oldSelf) };
      expect(program instanceof Error ? program : program.evaluate(activation)).toBe(true);
    }),
    { numRuns: 500, maxSkipsPerRun: 1000 },
  );
});
