import { expect, test } from '@jest/globals';
import { formatFieldError } from '../field-error.js';
import type { JSONSchemaProps, ValidationRule } from '../json-schema-props.js';
import { ruleErrors } from '../rule-errors.js';

const carrying = (...rules: ValidationRule[]): JSONSchemaProps => ({ 'x-kubernetes-validations': rules });
const blank = carrying({ rule: ' ' });
const holds: ValidationRule = { rule: 'true' };
const place: JSONSchemaProps = {
  properties: { spec: { properties: { url: {} } }, labels: { additionalProperties: {} } },
};

const cases: Record<string, { schema: JSONSchemaProps; want: readonly unknown[] }> = {
  'no rules: nothing': { schema: { properties: { a: {} } }, want: [] },
  'a valid rule: nothing': { schema: carrying(holds), want: [] },
  'a rule of blanks: required, at its index': {
    schema: carrying(holds, { rule: ' ' }),
    want: ['s.x-kubernetes-validations[1].rule: Required value: rule is not specified'],
  },
  'a rule that is not CEL: the path and the rule': {
    schema: carrying({ rule: 'self >' }),
    want: [
      expect.stringMatching(
        /^s\.x-kubernetes-validations\[0\]\.rule: Invalid value: "self >": compilation failed: [^\n]+$/,
      ),
    ],
  },
  'a rule of a property': {
    schema: { properties: { a: blank } },
    want: ['s.properties[a].x-kubernetes-validations[0].rule: Required value: rule is not specified'],
  },
  'a rule of items': {
    schema: { items: blank },
    want: ['s.items.x-kubernetes-validations[0].rule: Required value: rule is not specified'],
  },
  'a rule of the values of a map': {
    schema: { additionalProperties: blank },
    want: ['s.additionalProperties.x-kubernetes-validations[0].rule: Required value: rule is not specified'],
  },
  'a map of anything: nothing': { schema: { additionalProperties: true }, want: [] },
  'a fieldPath to a field: nothing': {
    schema: { ...place, ...carrying({ ...holds, fieldPath: '.spec.url' }) },
    want: [],
  },
  'a fieldPath with a quoted key: nothing': {
    schema: { ...place, ...carrying({ ...holds, fieldPath: ".labels['a.b']" }) },
    want: [],
  },
  'a fieldPath to an unknown field: reported': {
    schema: { ...place, ...carrying({ ...holds, fieldPath: '.spec.no' }) },
    want: ['s.x-kubernetes-validations[0].fieldPath: Invalid value: ".spec.no": must be a valid path'],
  },
  'a fieldPath below an unknown field: reported': {
    schema: { ...place, ...carrying({ ...holds, fieldPath: '.no.url' }) },
    want: ['s.x-kubernetes-validations[0].fieldPath: Invalid value: ".no.url": must be a valid path'],
  },
  'an invalid fieldPath: reported': {
    schema: { ...place, ...carrying({ ...holds, fieldPath: 'spec' }) },
    want: ['s.x-kubernetes-validations[0].fieldPath: Invalid value: "spec": must be a valid path'],
  },
};
test.each(Object.entries(cases))('%s', (_, { schema, want }) => {
  expect(ruleErrors(schema, 's').map(formatFieldError)).toEqual(want);
});
