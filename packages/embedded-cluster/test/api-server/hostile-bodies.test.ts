import { afterAll, beforeEach, describe, expect, test } from '@jest/globals';
import { mostLevels } from '../../../structural-schema/excess.js';
import { type ApiUnderTest, apply, definitions, jsonPatch, makeApi, merge, widgets } from './api-under-test.js';

const open = { type: 'object', 'x-kubernetes-preserve-unknown-fields': true };
const thingDefinition = (pattern = '^(a+)+$', rule = "self.matches('^(b+)+$')") => ({
  apiVersion: 'apiextensions.k8s.io/v1',
  kind: 'CustomResourceDefinition',
  metadata: { name: 'widgets.example.com' },
  spec: {
    group: 'example.com',
    scope: 'Namespaced',
    names: { plural: 'widgets', kind: 'Widget' },
    versions: [
      {
        name: 'v1',
        served: true,
        storage: true,
        schema: {
          openAPIV3Schema: {
            type: 'object',
            properties: {
              spec: open,
              name: { type: 'string', pattern },
              rule: { type: 'string', 'x-kubernetes-validations': [{ rule }] },
              found: {
                type: 'string',
                'x-kubernetes-validations': [
                  { rule: "self.find('[0-9]+') == '12' && self.findAll('[a-z]').size() == 2" },
                ],
              },
              items: {
                type: 'array',
                'x-kubernetes-list-type': 'map',
                'x-kubernetes-list-map-keys': ['n'],
                items: {
                  type: 'object',
                  required: ['n'],
                  properties: { n: { type: 'string' }, v: { type: 'integer' } },
                  'x-kubernetes-validations': [{ rule: '!has(oldSelf.v) || self.v >= oldSelf.v' }],
                },
              },
            },
          },
        },
      },
    ],
  },
});

let server: ApiUnderTest;
beforeEach(async () => {
  server = makeApi();
  expect((await server.send('POST', definitions, thingDefinition())).code).toBe(201);
});

const text = (fields: string, name = 'w') =>
  `{"apiVersion":"example.com/v1","kind":"Widget","metadata":{"name":"${name}"},${fields}}`;
/** Below the two levels that are the object's own. */
const nested = (levels: number, leaf = '1') => `{"a":`.repeat(levels - 1) + leaf + '}'.repeat(levels - 1);
const message = ({ body }: { body: { message?: unknown } }) => String(body.message);

describe('nesting', () => {
  const deepest = nested(mostLevels, '1');

  test('as deep as allowed: created, updated, applied, patched, listed', async () => {
    const answers = [
      await server.send('POST', widgets, text(`"spec":${deepest}`)),
      await server.send('PATCH', `${widgets}/w`, `{"spec":${nested(mostLevels, '2')}}`, merge),
      await server.send('PATCH', `${widgets}/w?fieldManager=m&force=true`, text(`"spec":${deepest}`), apply),
      await server.send('PATCH', `${widgets}/w`, [{ op: 'test', path: '/kind', value: 'Widget' }], jsonPatch),
      await server.send('GET', widgets),
    ];
    expect(answers.map(({ code }) => code)).toEqual([201, 200, 200, 200, 200]);
  });

  const tooDeep: Record<string, { method: string; body: string; type?: string }> = {
    'one level more': { method: 'POST', body: text(`"spec":${nested(mostLevels + 1)}`) },
    'a million lists': { method: 'POST', body: '['.repeat(1_000_000) + ']'.repeat(1_000_000) },
    'lists that never end': { method: 'POST', body: '['.repeat(1_000_000) },
    'a merge patch': { method: 'PATCH', body: `{"spec":${nested(5_000)}}`, ...merge },
    'a JSON patch': { method: 'PATCH', body: `[{"op":"add","path":"/spec","value":${nested(5_000)}}]`, ...jsonPatch },
    'an applied configuration': { method: 'PATCH', body: text(`"spec":${nested(5_000)}`), ...apply },
    'YAML in flow style': {
      method: 'POST',
      body: `a: ${'['.repeat(50_000)}${']'.repeat(50_000)}`,
      type: 'application/yaml',
    },
  };
  test.each(Object.entries(tooDeep))('%s: 400', async (_, { method, body, ...type }) => {
    await server.send('POST', widgets, text('"spec":{}'));
    const path = method === 'POST' ? widgets : `${widgets}/w?fieldManager=m`;
    expect((await server.send(method, path, body, type)).code).toBe(400);
  });

  test('patch upon patch: the object that would get too deep stays as it was', async () => {
    const step = '/a'.repeat(600);
    await server.send('POST', widgets, text(`"spec":${nested(602)}`));
    const grown = `[{"op":"add","path":"/spec${step}/a","value":${nested(602)}}]`;
    const answer = await server.send('PATCH', `${widgets}/w`, grown, jsonPatch);
    expect([answer.code, message(answer)]).toEqual([400, `exceeded max depth of ${mostLevels} levels`]);
    expect((await server.send('GET', widgets)).code).toBe(200);
  });
});

describe('YAML', () => {
  const yaml = { type: 'application/yaml' };
  const bomb = [
    'a: &a [x,x,x,x,x,x,x,x,x]',
    ...'bcdefghi'.split('').map((name, i) => {
      const below = `*${'abcdefgh'[i]}`;
      return `${name}: &${name} [${Array(9).fill(below).join(',')}]`;
    }),
  ].join('\n');
  const cases: Record<string, { body: string; want: string }> = {
    'aliases of aliases of aliases': {
      body: bomb,
      want: 'error decoding the body: document contains excessive aliasing',
    },
    'a value that holds itself': { body: 'spec: &a {x: *a}', want: 'error decoding the body: ' },
  };
  test.each(Object.entries(cases))('%s: 400', async (_, { body, want }) => {
    const answer = await server.send('POST', widgets, `apiVersion: example.com/v1\nkind: Widget\n${body}`, yaml);
    expect(answer.code).toBe(400);
    expect(message(answer)).toContain(want);
  });

  test('one alias for each of 10,000 entries: read', async () => {
    const entries = Array.from({ length: 10_000 }, () => '- *repository').join('\n');
    const body = `apiVersion: example.com/v1\nkind: Widget\nmetadata: {name: w}\nspec:\n  one: &repository {url: x, branch: main}\n  all:\n${entries.replaceAll(/^/gm, '  ')}`;
    expect((await server.send('POST', widgets, body, yaml)).code).toBe(201);
  });
});

describe('paths', () => {
  test.each(['/api/v1/namespaces/%E0%A4%A/pods', '/apis/%', '/api/v1/pods/%ff%'])('%s: 400', async (path) => {
    expect((await server.send('GET', path)).code).toBe(400);
  });
});

describe('patterns, as Go has them', () => {
  const long = `${'a'.repeat(50_000)}!`;
  test.each([
    ['name', long, 422],
    ['name', 'aaa', 201],
    ['rule', long.replaceAll('a', 'b'), 422],
    ['rule', 'bbb', 201],
    ['found', 'a12b', 201],
    ['found', 'a1b', 422],
  ])('a long text against a pattern that backtracks, in %s: decided at once', async (field, value, code) => {
    expect((await server.send('POST', widgets, text(`"${field}":${JSON.stringify(value)}`))).code).toBe(code);
  });

  const refused: Record<string, string> = {
    '(?=a)': 'error parsing regexp: invalid or unsupported Perl syntax: `(?=`',
    '(a)\\1': 'error parsing regexp: invalid escape sequence: `\\1`',
    'a{1001}': 'error parsing regexp: invalid repeat count: `{1001}`',
    '(': 'error parsing regexp: missing closing ): `(`',
  };
  test.each(Object.entries(refused))('a definition with the pattern %s: refused', async (pattern, why) => {
    const other = JSON.parse(
      JSON.stringify(thingDefinition(pattern)).replaceAll('widget', 'gadget').replaceAll('Widget', 'Gadget'),
    );
    const answer = await server.send('POST', definitions, other);
    expect(answer.code).toBe(422);
    expect(message(answer)).toContain(
      `spec.validation.openAPIV3Schema.properties[name].pattern: Invalid value: ${JSON.stringify(pattern)}: must be a valid regular expression, but isn't: ${why}`,
    );
  });

  test('a rule with a literal that is no pattern: refused', async () => {
    const other = JSON.parse(
      JSON.stringify(thingDefinition('a', "self.matches('(?=a)')"))
        .replaceAll('widget', 'gadget')
        .replaceAll('Widget', 'Gadget'),
    );
    expect(message(await server.send('POST', definitions, other))).toContain(
      'compilation failed: error parsing regexp',
    );
  });
});

describe('JSON patches', () => {
  afterAll(() => expect(({} as { polluted?: unknown }).polluted).toBeUndefined());
  const cases: Record<string, { patch: unknown; want: number }> = {
    'what every object inherits': { patch: [{ op: 'add', path: '/__proto__/polluted', value: 1 }], want: 422 },
    'the same through a constructor': {
      patch: [{ op: 'add', path: '/constructor/prototype/polluted', value: 1 }],
      want: 422,
    },
    'no operation': { patch: [null], want: 400 },
    'an operation without a path': { patch: [{ op: 'add', value: 1 }], want: 400 },
    'more than 10,000 operations': {
      patch: Array(10_001).fill({ op: 'test', path: '/kind', value: 'Widget' }),
      want: 413,
    },
    'copies that double': {
      patch: Array.from({ length: 40 }, (_, i) => ({ op: 'copy', from: '/spec', path: `/spec/c${i}` })),
      want: 422,
    },
  };
  test.each(Object.entries(cases))('%s', async (_, { patch, want }) => {
    await server.send('POST', widgets, text('"spec":{"text":"some text"}'));
    expect((await server.send('PATCH', `${widgets}/w`, patch, jsonPatch)).code).toBe(want);
  });
});

describe('warnings', () => {
  test('thousands of unknown fields: a few kilobytes of headers, and a name beyond ASCII arrives', async () => {
    const unknown = Array.from({ length: 5_000 }, (_, i) => `"日本${i}":1`).join();
    const { code, headers } = await server.send('POST', widgets, text(unknown));
    expect(code).toBe(201);
    const warning = Buffer.from(headers.get('warning') ?? '', 'latin1').toString();
    expect(warning).toContain('299 - "unknown field \\"日本0\\""');
    expect(warning.length).toBeLessThan(10_000);
  });
});

describe('a keyed list with rules about its old items', () => {
  test('each item meets its own old one, wherever it stands', async () => {
    await server.send('POST', widgets, text('"items":[{"n":"a","v":1},{"n":"b","v":2}]'));
    const write = (items: object[]) => server.send('PATCH', `${widgets}/w`, { items }, merge);
    expect(
      (
        await write([
          { n: 'b', v: 2 },
          { n: 'a', v: 1 },
        ])
      ).code,
    ).toBe(200);
    expect(
      (
        await write([
          { n: 'b', v: 1 },
          { n: 'a', v: 1 },
        ])
      ).code,
    ).toBe(422);
  });
});
