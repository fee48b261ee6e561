import { expect, test } from '@jest/globals';
import { formatFieldError } from '../field-error.js';
import type { JSONSchemaProps } from '../json-schema-props.js';
import { type Pattern, patternOf, usePatternEngine } from '../pattern.js';
import { patternErrors } from '../pattern-errors.js';

const answering = (word: string): Pattern => ({ test: () => true, first: () => word, all: () => [word] });
const onlyWords = (source: string): Pattern => {
  if (!/^\w+$/.test(source)) throw new Error(`not a word: ${source}`);
  return answering(source);
};

test('another engine compiles everything again', () => {
  const before = patternOf('word');
  usePatternEngine(onlyWords);
  expect(patternOf('word').first('anything')).toBe('word');
  expect(patternOf('word')).not.toBe(before);
});

const bad: JSONSchemaProps = { pattern: 'a b' };
const refused = (place: string) =>
  `${place}.pattern: Invalid value: "a b": must be a valid regular expression, but isn't: not a word: a b`;
const schemas: Record<string, { schema: JSONSchemaProps; want: readonly string[] }> = {
  'no pattern': { schema: {}, want: [] },
  'a good pattern': { schema: { pattern: 'word' }, want: [] },
  'the schema itself': { schema: bad, want: [refused('s')] },
  'a property': { schema: { properties: { a: {}, b: bad } }, want: [refused('s.properties[b]')] },
  items: { schema: { items: bad }, want: [refused('s.items')] },
  'the values of a map': { schema: { additionalProperties: bad }, want: [refused('s.additionalProperties')] },
  'a map of anything': { schema: { additionalProperties: true }, want: [] },
  allOf: { schema: { allOf: [{}, bad] }, want: [refused('s.allOf[1]')] },
  anyOf: { schema: { anyOf: [bad] }, want: [refused('s.anyOf[0]')] },
  oneOf: { schema: { oneOf: [bad] }, want: [refused('s.oneOf[0]')] },
  not: { schema: { not: bad }, want: [refused('s.not')] },
};
test.each(Object.entries(schemas))('a pattern that the engine refuses, in %s: reported', (_, { schema, want }) => {
  usePatternEngine(onlyWords);
  expect(patternErrors(schema, 's').map(formatFieldError)).toEqual(want);
});
