import { beforeEach, describe, expect, test } from '@jest/globals';
import { type ApiUnderTest, apply, jsonPatch, makeApi, merge, type SendOptions, strategic } from './api-under-test.js';

const configMaps = '/api/v1/namespaces/default/configmaps';
const text = (fields: string) => `{"apiVersion":"v1","kind":"ConfigMap","metadata":{"name":"a"},${fields}}`;

let server: ApiUnderTest;
beforeEach(async () => {
  server = makeApi();
  await server.send('POST', configMaps, text('"data":{"x":"1"}'));
});

const stored = async (name = 'a') => (await server.send('GET', `${configMaps}/${name}`)).body as { data?: object };

describe('a key that names what every object inherits: a key like others', () => {
  const data = '"data":{"__proto__":"p","constructor":"c"}';
  const writes: Record<string, [method: string, path: string, body: string, type?: SendOptions]> = {
    'a new object': ['POST', configMaps, text(data).replace('"a"', '"b"')],
    'an update': ['PUT', `${configMaps}/a`, text(data)],
    'a merge patch': ['PATCH', `${configMaps}/a`, `{${data}}`, merge],
    'a strategic merge patch': ['PATCH', `${configMaps}/a`, `{${data}}`, strategic],
    'an applied configuration': ['PATCH', `${configMaps}/a?fieldManager=m`, text(data), apply],
    'a JSON patch': [
      'PATCH',
      `${configMaps}/a`,
      '[{"op":"add","path":"/data/__proto__","value":"p"},{"op":"add","path":"/data/constructor","value":"c"}]',
      jsonPatch,
    ],
  };
  test.each(Object.entries(writes))('%s', async (_, [method, path, body, type]) => {
    const { code } = await server.send(method, path, body, type);
    const { data: found = {} } = await stored(method === 'POST' ? 'b' : 'a');
    expect(code).toBeLessThan(300);
    expect(Object.entries(found)).toEqual(
      expect.arrayContaining([
        ['__proto__', 'p'],
        ['constructor', 'c'],
      ]),
    );
  });
});

describe('more than etcd takes: said before it is validated, in linear time', () => {
  const names = (count: number, host: string) => Array.from({ length: count }, (_, i) => `${host}.io/${i}`);
  const patches: Record<string, object> = {
    'a list of texts': { metadata: { finalizers: names(150_000, 'b') } },
    'a list of texts beside another': { metadata: { finalizers: [...names(100_000, 'a'), ...names(50_000, 'b')] } },
  };
  test.each(Object.entries(patches))('%s', async (_, patch) => {
    await server.send('PATCH', `${configMaps}/a`, { metadata: { finalizers: names(20_000, 'a') } }, merge);
    const answer = await server.send('PATCH', `${configMaps}/a`, patch, strategic);
    expect(answer).toMatchObject({ code: 500, body: { message: 'etcdserver: request is too large' } });
  });

  const deletions: Record<string, object> = {
    'a list of texts to delete': { '$deleteFromPrimitiveList/finalizers': names(150_000, 'b') },
    'an order of texts': { '$setElementOrder/finalizers': names(150_000, 'b') },
  };
  test.each(Object.entries(deletions))('%s that are not there: nothing changes', async (_, metadata) => {
    await server.send('PATCH', `${configMaps}/a`, { metadata: { finalizers: names(20_000, 'a') } }, merge);
    expect((await server.send('PATCH', `${configMaps}/a`, { metadata }, strategic)).code).toBe(200);
  });

  test('a default that a small object repeats', async () => {
    const field = { type: 'object', properties: { a: { type: 'string', default: 'x'.repeat(10_000) } } };
    const spec = { type: 'object', additionalProperties: field };
    const version = {
      name: 'v1',
      served: true,
      storage: true,
      schema: { openAPIV3Schema: { type: 'object', properties: { spec } } },
    };
    await server.send('POST', '/apis/apiextensions.k8s.io/v1/customresourcedefinitions', {
      metadata: { name: 'bombs.x.io' },
      spec: { group: 'x.io', scope: 'Namespaced', names: { plural: 'bombs', kind: 'Bomb' }, versions: [version] },
    });
    const fields = Object.fromEntries(names(60_000, 'k').map((name) => [name, {}]));
    const bomb = { apiVersion: 'x.io/v1', kind: 'Bomb', metadata: { name: 'b' }, spec: fields };
    expect((await server.send('POST', '/apis/x.io/v1/namespaces/default/bombs', bomb)).code).toBe(500);
  });
});

describe('managed fields that are none: left as they were', () => {
  const entry = { manager: 'm', operation: 'Apply', apiVersion: 'v1', fieldsType: 'FieldsV1' };
  test.each([
    { 'f:data': 'x' },
    { 'f:data': [1] },
    { 'k:not-json': {} },
    { 'k:1': {} },
    { 'v:{': {} },
    { 'i:x': {} },
    { data: {} },
    'x',
  ])('%j', async (fieldsV1) => {
    const managedFields = [{ ...entry, fieldsV1 }];
    const { code } = await server.send('PATCH', `${configMaps}/a`, { metadata: { managedFields } }, merge);
    expect([200, 400]).toContain(code);
    const other = await server.send('PATCH', `${configMaps}/a?fieldManager=z`, text('"data":{"y":"2"}'), apply);
    expect(other.code).toBe(200);
  });
});

describe('queries that a real server refuses', () => {
  const token = (place: object) => Buffer.from(JSON.stringify(place)).toString('base64url');
  test.each([
    ['limit=99999999999999999999', 'strconv.ParseInt: parsing "99999999999999999999": value out of range'],
    ['resourceVersion=99999999999999999999', 'value out of range'],
    ['watch=1&timeoutSeconds=9223372036854775808', 'value out of range'],
    [`continue=${token({ id: '1', version: 1, offset: -1 })}`, 'invalid continue token'],
    [`continue=${token({ id: '1', version: 1, offset: 1.5 })}`, 'invalid continue token'],
    ['labelSelector=/a%3Db', 'key: Invalid value: "/a": prefix part must be non-empty'],
    [`labelSelector=a%3D${'x'.repeat(64)}`, 'values[0][a]: Invalid value: "xxx'],
    ['labelSelector=a%20in%20(b,!)', 'unable to parse requirement: values[1][a]: Invalid value: "!"'],
    ['labelSelector=__proto__', 'key: Invalid value: "__proto__"'],
    [`labelSelector=${','.repeat(4000)}`, 'unable to parse requirement'],
    [`labelSelector=${'a,('.repeat(1000)}`, 'unable to parse requirement'],
  ])('%s', async (query, want) => {
    const { code, body } = await server.send('GET', `${configMaps}?${query}`);
    expect([code, String(body.message)]).toEqual([400, expect.stringContaining(want)]);
  });
});

describe('a JSON patch of 10,000 steps on a list of 300,000 items: refused before it takes seconds', () => {
  const list = { op: 'add', path: '/metadata/annotations', value: { a: 'x' } };
  const items = { op: 'add', path: '/metadata/finalizers', value: Array(300_000).fill('') };
  const steps: Record<string, object> = {
    'items put in front': { op: 'add', path: '/metadata/finalizers/0', value: '' },
    'items taken from the front': { op: 'remove', path: '/metadata/finalizers/0' },
    'items moved to the end': { op: 'move', from: '/metadata/finalizers/0', path: '/metadata/finalizers/-' },
  };
  test.each(Object.entries(steps))('%s', async (_, step) => {
    const patch = [list, items, ...Array(9_900).fill(step)];
    expect((await server.send('PATCH', `${configMaps}/a`, patch, jsonPatch)).code).toBe(422);
  });
});

describe('rules of a definition that are too costly', () => {
  const text = { type: 'string' };
  const list = (maxItems?: number) => ({ type: 'array', items: text, ...(maxItems && { maxItems }) });
  const define = (name: string, schema: object) =>
    server.send('POST', '/apis/apiextensions.k8s.io/v1/customresourcedefinitions', {
      metadata: { name: `${name}s.x.io` },
      spec: {
        group: 'x.io',
        scope: 'Namespaced',
        names: { plural: `${name}s`, kind: name },
        versions: [
          {
            name: 'v1',
            served: true,
            storage: true,
            schema: { openAPIV3Schema: { type: 'object', properties: { spec: schema } } },
          },
        ],
      },
    });
  const withRule = (rule: string, properties: object) => ({
    type: 'object',
    properties,
    'x-kubernetes-validations': [{ rule }],
  });
  const twice = 'self.l.all(a, self.l.exists(b, a != b))';
  const cases: Record<string, { schema: object; code: number }> = {
    'loops in loops over a list without a limit': { schema: withRule(twice, { l: list() }), code: 422 },
    'the same over a short list': { schema: withRule(twice, { l: list(1000) }), code: 201 },
    'lists of lists': { schema: withRule('self.l.map(a, self.l.map(b, self.l)).size() > 0', { l: list() }), code: 422 },
    'one loop over a list without a limit': { schema: withRule("self.l.all(a, a != 'x')", { l: list() }), code: 201 },
    'a loop in each item of a list without a limit': {
      schema: { type: 'array', items: withRule("self.l.all(a, a != 'x')", { l: list(100) }) },
      code: 422,
    },
  };
  test.each(Object.entries(cases))('%s', async (_, { schema, code }) => {
    const answer = await define('loop', schema);
    expect(answer.code).toBe(code);
    expect(String(answer.body.message ?? 'estimated rule cost exceeds budget')).toContain(
      'estimated rule cost exceeds budget',
    );
  });

  test('a text that grows with each replacement: the rule fails', async () => {
    const rule = `self${".replace('a', 'aaaaaaaaaa')".repeat(9)}.size() > 0`;
    await define('text', { ...text, 'x-kubernetes-validations': [{ rule }] });
    const object = { apiVersion: 'x.io/v1', kind: 'text', metadata: { name: 't' }, spec: 'a'.repeat(1000) };
    const answer = await server.send('POST', '/apis/x.io/v1/namespaces/default/texts', object);
    expect([answer.code, String(answer.body.message)]).toEqual([422, expect.stringContaining('cost limit exceeded')]);
  });
});
