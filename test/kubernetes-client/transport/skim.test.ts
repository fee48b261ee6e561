import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { type Fields, skimmer } from '../../../packages/kubernetes-client/transport/skim.js';

const pod: Fields = {
  '*': true,
  metadata: { '*': true, managedFields: false },
  spec: { nodeName: true },
};

const cases: Record<string, { text: string; fields?: Fields; want: string }> = {
  'a member in the middle: goes with one comma': {
    text: '{"a":1,"metadata":{"name":"x","managedFields":[{"f":{}}],"uid":"u"}}',
    want: '{"a":1,"metadata":{"name":"x","uid":"u"}}',
  },
  'the last member: goes with the comma before it': {
    text: '{"metadata":{"name":"x","managedFields":[{}]},"spec":{"nodeName":"n","volumes":[]}}',
    want: '{"metadata":{"name":"x"},"spec":{"nodeName":"n"}}',
  },
  'the only member: leaves an empty object': { text: '{"metadata":{"managedFields":[]}}', want: '{"metadata":{}}' },
  'several in a row, first and last': {
    text: '{"spec":{"a":1,"b":[2],"nodeName":"n","c":{"d":null},"e":"f"}}',
    want: '{"spec":{"nodeName":"n"}}',
  },
  'an empty object and an empty array stay': {
    text: '{"metadata":{},"spec":{},"x":[]}',
    want: '{"metadata":{},"spec":{},"x":[]}',
  },
  'brackets and quotes inside of strings are text': {
    text: String.raw`{"metadata":{"managedFields":[{"k:{\"a\":\"]}\"}":{"v:\"\\\"":{}}}],"name":"x"},"spec":{"a":"\\","nodeName":"n"}}`,
    want: '{"metadata":{"name":"x"},"spec":{"nodeName":"n"}}',
  },
  'an annotation that holds a whole object stays as it is': {
    text: String.raw`{"metadata":{"annotations":{"last":"{\"metadata\":{\"managedFields\":[{}]}}"},"managedFields":[{}]}}`,
    want: String.raw`{"metadata":{"annotations":{"last":"{\"metadata\":{\"managedFields\":[{}]}}"}}}`,
  },
  'the same name elsewhere is another member': {
    text: '{"managedFields":[1],"status":{"metadata":{"managedFields":[2]}}}',
    want: '{"managedFields":[1],"status":{"metadata":{"managedFields":[2]}}}',
  },
  'a named member that is no object is kept': {
    text: '{"metadata":null,"spec":"x","y":[{"managedFields":[]}]}',
    want: '{"metadata":null,"spec":"x","y":[{"managedFields":[]}]}',
  },
  'a number, true, false and null end where they end': {
    text: '{"spec":{"a":-1.5e3,"b":true,"nodeName":false,"c":null}}',
    want: '{"spec":{"nodeName":false}}',
  },
  'of a list, in each of its objects': {
    text: '{"spec":[{"nodeName":"n","x":1},{"x":{"y":2}},"x",[{"x":1}],{},7,null]}',
    want: '{"spec":[{"nodeName":"n"},{},"x",[{"x":1}],{},7,null]}',
  },
  'without `*`: only what is named': { text: '{"a":1,"b":{"c":2}}', fields: { b: true }, want: '{"b":{"c":2}}' },
  'characters of several bytes': {
    text: '{"metadata":{"name":"ż😀","managedFields":["ż"],"é":"ü"}}',
    want: '{"metadata":{"name":"ż😀","é":"ü"}}',
  },
};

describe('leaves out', () => {
  test.each(Object.entries(cases))('%s', (_, { text, fields = pod, want }) => {
    expect(skimmer(fields)(Buffer.from(text))).toBe(want);
  });
});

describe('gives the whole text back', () => {
  test.each([
    ['a blank between members', '{"metadata":{"managedFields":[], "name":"x"}}'],
    ['a blank after a colon', '{"spec": {"volumes":[]}}'],
    ['an escape in a name', String.raw`{"spec":{"node\u004eame":"n"}}`],
    ['no object', '[{"spec":{"volumes":[]}}]'],
    ['nothing', ''],
    ['an object that does not end', '{"spec":{"volumes":[]}'],
    ['a string that does not end', '{"spec":{"volumes":"]}}'],
    ['text after the object', '{"spec":{"volumes":[]}}x'],
    ['a comma too many', '{"spec":{"volumes":[],}}'],
    ['a list that does not end', '{"spec":[{"x":1}'],
    ['a list without a comma', '{"spec":[{"x":1}{}]}'],
    ['a member without a value', '{"spec":{"volumes"}}'],
  ])('%s', (_, text) => {
    expect(skimmer(pod)(Buffer.from(text))).toBe(text);
  });
});

type Json = null | boolean | number | string | Json[] | { [name: string]: Json };

/** What skimming means, said in terms of parsed values. */
function without(value: Json, keep: boolean | Fields): Json {
  if (typeof keep === 'boolean' || typeof value !== 'object' || value === null) return value;
  if (Array.isArray(value)) return value.map((item) => (Array.isArray(item) ? item : without(item, keep)));
  const keepOf = (name: string) => (Object.hasOwn(keep, name) ? keep[name] : keep['*']) ?? false;
  const kept = Object.entries(value).filter(([name]) => keepOf(name) !== false);
  return Object.fromEntries(kept.map(([name, member]) => [name, without(member, keepOf(name))]));
}

const names = fc.constantFrom('a', 'b', 'c', 'metadata', 'managedFields', 'ż', '__proto__', 'toString', '');
/** In a list of lists, which is not read; elsewhere an escape in a name gives the whole text back. */
const oddNames = fc.oneof(names, fc.constantFrom('x"y', '\\', '"},"a":{'));
const texts = fc.oneof(
  fc.string({ unit: 'binary' }),
  fc.constantFrom('"', '\\', '\\"', ']}', '"managedFields":[{', '\n'),
);
const { value: values } = fc.letrec<{ value: Json }>((tie) => ({
  value: fc.oneof(
    { maxDepth: 4, depthSize: 'small' },
    fc.oneof(fc.constant(null), fc.boolean(), fc.integer(), fc.double({ noNaN: true, noDefaultInfinity: true }), texts),
    fc.array(tie('value'), { maxLength: 3 }),
    fc.array(fc.array(fc.dictionary(oddNames, tie('value'), { maxKeys: 3 }), { maxLength: 2 }), { maxLength: 2 }),
    fc.dictionary(names, tie('value'), { maxKeys: 5 }),
  ),
}));
const objects = fc.dictionary(names, values, { maxKeys: 6 });
const { fields } = fc.letrec<{ fields: Fields }>((tie) => ({
  fields: fc.dictionary(
    fc.constantFrom('*', 'a', 'b', 'metadata', 'managedFields', 'ż', 'toString'),
    fc.oneof({ maxDepth: 3 }, fc.boolean(), tie('fields')),
    { maxKeys: 4 },
  ),
}));

test('any object, any fields: parsed, it equals the parsed whole less what was left out', () => {
  fc.assert(
    fc.property(objects, fields, (object, wanted) => {
      const text = JSON.stringify(object);
      // Parsed first: the text is what counts, and `-0` or a lone surrogate does not survive it.
      expect(JSON.parse(skimmer(wanted)(Buffer.from(text)))).toEqual(
        without(JSON.parse(Buffer.from(text).toString()), wanted),
      );
    }),
    { numRuns: 2000 },
  );
});

test('any bytes: never throws', () => {
  fc.assert(
    fc.property(objects, fc.nat(), fc.nat(255), (object, at, byte) => {
      const json = Buffer.from(JSON.stringify(object));
      json[at % json.length] = byte;
      expect(typeof skimmer(pod)(json)).toBe('string');
    }),
    { numRuns: 1000 },
  );
});
