import { beforeAll, expect, test } from '@jest/globals';
import fc from 'fast-check';
import {
  type ApiUnderTest,
  apply,
  configMaps,
  definitions,
  jobs,
  jsonPatch,
  makeApi,
  makeConfigMap,
  makeJob,
  makePod,
  makeWidget,
  merge,
  pods,
  strategic,
  widgetDefinition,
  widgets,
} from './api-under-test.js';

/** Another one each time, printed with a failure: `FUZZ_SEED=<number>` repeats it. */
const seed = Number(process.env.FUZZ_SEED ?? Date.now() % 2 ** 31);
const cases = Number(process.env.FUZZ_CASES ?? 300);
const settings = { seed, numRuns: cases, verbose: 0 };
console.info(`fuzz: FUZZ_SEED=${seed}, ${cases} cases each`);

let server: ApiUnderTest;
beforeAll(async () => {
  server = makeApi();
  await server.send('POST', definitions, widgetDefinition);
});

const sound = [makeConfigMap('a', { data: { k: 'v' } }), makeJob('a'), makePod('a'), makeWidget('a'), widgetDefinition];
const field = fc.oneof(
  fc.constantFrom('metadata', 'spec', 'status', 'data', 'name', 'labels', 'kind', 'apiVersion', 'containers', 'env'),
  fc.constantFrom('__proto__', 'constructor', '$patch', '$setElementOrder/containers', 'managedFields', 'fieldsV1'),
  fc.string({ unit: 'binary', maxLength: 8 }),
);
const { value } = fc.letrec<{ value: unknown }>((tie) => ({
  value: fc.oneof(
    { maxDepth: 4 },
    fc.constantFrom(null, true, 0, -1, 1.5, 2 ** 53, 1e308, '', '12', '\u0000', '日本', '\ud800'),
    fc.string({ unit: 'binary', maxLength: 12 }),
    fc.array(tie('value'), { maxLength: 4 }),
    fc.dictionary(field, tie('value'), { maxKeys: 4 }),
  ),
}));
/** A sound object in which one field somewhere is anything. */
const nearlySound = fc
  .tuple(fc.constantFrom(...sound), fc.array(field, { minLength: 1, maxLength: 4 }), value)
  .map(([object, path, given]) => {
    const copy: Record<string, unknown> = structuredClone(object);
    const last = path.pop() ?? '';
    const place = path.reduce<Record<string, unknown>>((at, name) => {
      const next = Object.hasOwn(at, name) ? at[name] : undefined;
      return typeof next === 'object' && next !== null ? (next as Record<string, unknown>) : at;
    }, copy);
    place[last] = given;
    return copy;
  });
const pointer = fc
  .array(fc.oneof(field, fc.constantFrom('0', '-', '~0')), { maxLength: 4 })
  .map((all) => `/${all.join('/')}`);
const operation = fc.record(
  {
    op: fc.constantFrom('add', 'remove', 'replace', 'move', 'copy', 'test', 'none'),
    path: pointer,
    from: pointer,
    value,
  },
  { requiredKeys: [] },
);
const body = fc.oneof(
  nearlySound.map((object) => JSON.stringify(object)),
  value.map((any) => JSON.stringify(any) ?? ''),
  fc.array(operation, { maxLength: 4 }).map((operations) => JSON.stringify(operations)),
  fc.string({ unit: 'binary', maxLength: 60 }),
);
const places = [
  configMaps,
  jobs,
  pods,
  widgets,
  definitions,
  '/api/v1/namespaces',
  '/api/v1/pods',
  '/apis',
  '/version',
];
const part = fc.oneof(
  fc.constantFrom('a', 'status', 'scale', 'log', 'namespaces', '%', '%00', '..', '%2F'),
  fc.webSegment(),
);
const path = fc
  .tuple(fc.constantFrom(...places), fc.array(part, { maxLength: 3 }))
  .map(([start, rest]) => [start, ...rest].join('/'));
const parameter = fc.tuple(
  fc.constantFrom(
    'dryRun',
    'fieldManager',
    'force',
    'fieldValidation',
    'limit',
    'continue',
    'labelSelector',
    'fieldSelector',
    'resourceVersion',
    'propagationPolicy',
    'gracePeriodSeconds',
    'container',
    'tailLines',
  ),
  fc.oneof(
    fc.constantFrom('All', '1', '-1', '', 'a=b', 'metadata.name=a', 'Strict', '!x', 'x in (', '9'.repeat(30)),
    fc.string({ unit: 'binary', maxLength: 8 }),
  ),
);
const query = fc
  .array(parameter, { maxLength: 3 })
  .map((all) => new URLSearchParams(all as [string, string][]).toString());
const types = [
  merge,
  strategic,
  jsonPatch,
  apply,
  { type: 'application/json' },
  { type: 'application/yaml' },
  { type: 'application/vnd.kubernetes.protobuf' },
];

/** The faults of others: only what a real server answers with 500, too, may be one. */
const isOwnFault = (code: number, text: string) =>
  code >= 500 && text.includes('Internal error occurred') && !text.includes('spec replicas field');

test('whatever is asked: a 4xx for a fault of the client, a 5xx for one of the server', async () => {
  const method = fc.constantFrom('GET', 'POST', 'PUT', 'PATCH', 'DELETE');
  await fc.assert(
    fc.asyncProperty(method, path, query, body, fc.constantFrom(...types), async (verb, to, asked, sent, type) => {
      const answer = await server.text(verb, `${to}?${asked}`, verb === 'GET' ? undefined : sent, type);
      expect([answer.code, isOwnFault(answer.code, answer.text) ? answer.text : '']).toEqual([answer.code, '']);
    }),
    settings,
  );
  const lists = await Promise.all(
    [configMaps, jobs, pods, widgets, definitions].map((list) => server.send('GET', list)),
  );
  expect(lists.map(({ code }) => code).filter((code) => code >= 500)).toEqual([]);
  expect(Object.keys(Object.prototype)).toEqual([]);
}, 120_000);
