import { expect, test } from '@jest/globals';
import { formatFieldError } from '../../../packages/structural-schema/field-error.js';
import type { JSONSchemaProps } from '../../../packages/structural-schema/json-schema-props.js';
import { textErrors } from '../../../plan/text/text-errors.js';

const text: JSONSchemaProps = { type: 'string' };
const list = (items: JSONSchemaProps): JSONSchemaProps => ({ type: 'array', items });
const map = (additionalProperties: JSONSchemaProps): JSONSchemaProps => ({ type: 'object', additionalProperties });
const object = (properties: Record<string, JSONSchemaProps>, title?: string): JSONSchemaProps => ({
  ...{ type: 'object', properties },
  ...(title === undefined ? {} : { title }),
});
const blank = 'must not hold a blank (U+0020) at its end; remove it';
const names = ['inline', 'script', 'command', 'args', 'value', 'default', 'description', 'trigger', 'name'];

const cases: Record<string, { schema: JSONSchemaProps; value: unknown; want: string[] }> = {
  'a text': { schema: text, value: 'a ', want: [`<nil>: Invalid value: "a ": ${blank}`] },
  'a text that is right': { schema: text, value: 'a b', want: [] },
  'one of a few texts: the schema says it': { schema: { ...text, enum: ['a'] }, value: 'a ', want: [] },
  'what is no text': { schema: text, value: 1, want: [] },
  'a list': {
    schema: object({ a: list(text) }),
    value: { a: ['b', 'c '] },
    want: [`a[1]: Invalid value: "c ": ${blank}`],
  },
  'a list of a schema without items': { schema: { type: 'array' }, value: ['c '], want: [] },
  'a list of objects': {
    schema: list(object({ a: text })),
    value: [{ a: 'b ' }],
    want: [`[0].a: Invalid value: "b ": ${blank}`],
  },
  'a mapping': { schema: map(text), value: { a: 'b', c: 'd ' }, want: [`c: Invalid value: "d ": ${blank}`] },
  'a field that the schema does not know': { schema: object({ a: text }), value: { b: 'c ' }, want: [] },
  'fields that are handed on as they are': {
    schema: object(Object.fromEntries(names.map((name) => [name, text]))),
    value: Object.fromEntries(names.map((name) => [name, 'a '])),
    want: [`name: Invalid value: "a ": ${blank}`],
  },
  'a branch': {
    schema: object({ branch: text }, 'RepositoryContext'),
    value: { branch: '-a' },
    want: [`branch: Invalid value: "-a": must not begin with '-'; git refuses such a name`],
  },
  'a branch of something else': { schema: object({ branch: text }, 'Other'), value: { branch: '-a' }, want: [] },
  'a revision may be a full ref, a branch may not': {
    schema: object({ branch: text, revision: text }, 'RepositoryContext'),
    value: { branch: 'refs/heads/a', revision: 'refs/heads/a' },
    want: [
      'branch: Invalid value: "refs/heads/a": must be the name alone, such as a; a full ref belongs into revision',
    ],
  },
  'the name of a repository': {
    schema: object({ repo: text }, 'RepositoryContext'),
    value: { repo: 'a.git' },
    want: [`repo: Invalid value: "a.git": must not end in '.git'; give the name alone`],
  },
  'the URL of a repository': {
    schema: object({ url: text }, 'RepositoryContext'),
    value: { url: 'https://' },
    want: ['url: Invalid value: "https://": must name a host, such as github.com or [2001:db8::1]'],
  },
  'a URL that is fetched': {
    schema: object({ url: text }, 'HttpContext'),
    value: { url: 'https://a/?token=b' },
    want: [
      'url: Invalid value: "https://a/?***": a URL must not contain secrets; put them into a header whose value is in a Secret',
    ],
  },
  'the sources of an image, and their revision': {
    schema: object({ repoUrl: text, revision: text }, 'AgentBuildSpec'),
    value: { repoUrl: 'https://-a/b', revision: 'a..b' },
    want: [
      'repoUrl: Invalid value: "https://-a/b": must name a host, such as github.com or [2001:db8::1]',
      'revision: Invalid value: "a..b": must not hold \'..\'; git refuses such a name',
    ],
  },
  labels: {
    schema: object({ podLabels: map(text), nodeSelector: map(text), annotations: map(text) }),
    value: { podLabels: { a: 'b' }, nodeSelector: { a: 'b' }, annotations: { a: '-' } },
    want: [],
  },
  'labels that are no texts: the schema says it': {
    schema: object({ podLabels: map(text) }),
    value: { podLabels: { a: 1 } },
    want: [],
  },
};
test.each(Object.entries(cases))('%s', (_, { schema, value, want }) =>
  expect(textErrors(schema, value).map(formatFieldError)).toEqual(want),
);
test.each(['podLabels', 'nodeSelector'])('a value of %s that is no label', (field) =>
  expect(textErrors(object({ [field]: map(text) }), { [field]: { a: '-' } }).map(({ path }) => path)).toEqual([
    `${field}.a`,
  ]),
);
test.each([
  ['EnvVar', 'name'],
  ['Credential', 'env'],
])('the variable of an %s', (title, field) =>
  expect(textErrors(object({ [field]: text }, title), { [field]: 'A=B' }).map(({ path }) => path)).toEqual([field]),
);
