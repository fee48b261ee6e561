import { expect, test } from '@jest/globals';
import type { ApiObject } from '../../api-server/objects/api-object.js';
import {
  apply,
  configMaps,
  definitions,
  jobs,
  makeApi,
  makeConfigMap,
  makeJob,
  makeWidget,
  merge,
  widgetDefinition,
  widgets,
} from './api-under-test.js';

type Step = readonly ['apply', manager: string, body: object, query?: string] | readonly ['patch', body: object];

interface Case {
  readonly path: string;
  readonly steps: readonly Step[];
  readonly want: object;
}

const data = (values: Record<string, string>) => makeConfigMap('a', { data: values });
const steps = (...list: object[]) => makeWidget('a', { steps: list });

const cases: Record<string, Case> = {
  'an absent object: created, and its fields belong to the applier': {
    path: configMaps,
    steps: [['apply', 'one', data({ k: '1' })]],
    want: {
      code: 201,
      body: {
        metadata: { managedFields: [{ manager: 'one', operation: 'Apply', fieldsV1: { 'f:data': { 'f:k': {} } } }] },
      },
    },
  },
  'the same again: nothing changes, not even the version': {
    path: configMaps,
    steps: [
      ['apply', 'one', data({ k: '1' })],
      ['apply', 'one', data({ k: '1' })],
    ],
    want: { code: 200, body: { data: { k: '1' } } },
  },
  'a field no longer applied: removed': {
    path: configMaps,
    steps: [
      ['apply', 'one', data({ k: '1', gone: '2' })],
      ['apply', 'one', data({ k: '1' })],
    ],
    want: { code: 200, body: { data: { k: '1' } } },
  },
  'a field another manager applies too: kept when the first lets go': {
    path: configMaps,
    steps: [
      ['apply', 'one', data({ k: '1', both: '2' })],
      ['apply', 'two', data({ both: '2' })],
      ['apply', 'one', data({ k: '1' })],
    ],
    want: { code: 200, body: { data: { k: '1', both: '2' } } },
  },
  'another value for another’s field: conflict': {
    path: configMaps,
    steps: [
      ['apply', 'one', data({ k: '1' })],
      ['apply', 'two', data({ k: '2' })],
    ],
    want: {
      code: 409,
      body: {
        message: 'Apply failed with 1 conflict: conflict with "one": .data.k',
        details: { causes: [{ reason: 'FieldManagerConflict', message: 'conflict with "one"', field: '.data.k' }] },
      },
    },
  },
  'a field changed by a plain patch: conflict names who': {
    path: configMaps,
    steps: [
      ['apply', 'one', data({ k: '1' })],
      ['patch', { data: { k: '2' } }],
      ['apply', 'one', data({ k: '3' })],
    ],
    want: {
      code: 409,
      body: {
        message: 'Apply failed with 1 conflict: conflict with "tester" using v1: .data.k',
      },
    },
  },
  'two conflicts: listed under their owner': {
    path: configMaps,
    steps: [
      ['apply', 'one', data({ k: '1', l: '1' })],
      ['apply', 'two', data({ k: '2', l: '2' })],
    ],
    want: { body: { message: 'Apply failed with 2 conflicts: conflicts with "one":\n- .data.k\n- .data.l' } },
  },
  'by force: taken, and the former owner has nothing left': {
    path: configMaps,
    steps: [
      ['apply', 'one', data({ k: '1' })],
      ['apply', 'two', data({ k: '2' }), '&force=true'],
    ],
    want: { code: 200, body: { data: { k: '2' }, metadata: { managedFields: [{ manager: 'two' }] } } },
  },
  'items of a keyed list: each manager’s own are merged': {
    path: widgets,
    steps: [
      ['apply', 'one', steps({ name: 'a', image: 'x' })],
      ['apply', 'two', steps({ name: 'b', image: 'y' })],
    ],
    want: {
      body: {
        spec: {
          steps: [
            { name: 'a', image: 'x' },
            { name: 'b', image: 'y' },
          ],
        },
      },
    },
  },
  'an item no longer applied: removed, the others’ stay': {
    path: widgets,
    steps: [
      ['apply', 'one', steps({ name: 'a' }, { name: 'c' })],
      ['apply', 'two', steps({ name: 'b' })],
      ['apply', 'one', steps({ name: 'c' })],
    ],
    want: { body: { spec: { steps: [{ name: 'c' }, { name: 'b' }] } } },
  },
  'a conflict inside an item: its key is in the path': {
    path: widgets,
    steps: [
      ['apply', 'one', steps({ name: 'a', image: 'x' })],
      ['apply', 'two', steps({ name: 'a', image: 'y' })],
    ],
    want: { body: { message: 'Apply failed with 1 conflict: conflict with "one": .spec.steps[name="a"].image' } },
  },
  'a field the schema has not: refused': {
    path: widgets,
    steps: [['apply', 'one', makeWidget('a', { foo: 1 })]],
    want: {
      code: 500,
      body: {
        message:
          'failed to create typed patch object (/a; example.com/v1, Kind=Widget): .spec.foo: field not declared in schema',
      },
    },
  },
  'a value of another type: refused': {
    path: widgets,
    steps: [['apply', 'one', makeWidget('a', { type: 5 })]],
    want: {
      body: {
        message:
          'failed to create typed patch object (/a; example.com/v1, Kind=Widget): .spec.type: expected string, got &value.valueUnstructured{Value:5}',
      },
    },
  },
};

test.each(Object.entries(cases))('%s', async (_, { path, steps: given, want }) => {
  const server = makeApi();
  await server.send('POST', definitions, widgetDefinition);
  const run = (step: Step) =>
    step[0] === 'apply'
      ? server.send('PATCH', `${path}/a?fieldManager=${step[1]}${step[3] ?? ''}`, step[2], apply)
      : server.send('PATCH', `${path}/a`, step[1], merge);
  const answers = [];
  for (const step of given) answers.push(await run(step));
  expect(answers.at(-1)).toMatchObject(want);
});

test('kubectl moves from client-side to server-side apply: the selector that the server generated stays', async () => {
  const server = makeApi();
  const job = makeJob('a');
  const { body: created } = await server.send<ApiObject>('POST', `${jobs}?fieldManager=kubectl`, job);
  const managedFields = [{ ...created.metadata.managedFields?.[0], operation: 'Apply' }];
  await server.send('PATCH', `${jobs}/a`, { metadata: { managedFields } }, merge);
  const { code, body } = await server.send('PATCH', `${jobs}/a?fieldManager=kubectl`, job, apply);
  expect([code, body.spec]).toEqual([200, created.spec]);
});

test('an apply that changes nothing keeps the version', async () => {
  const server = makeApi();
  const once = () => server.send('PATCH', `${configMaps}/a?fieldManager=one`, data({ k: '1' }), apply);
  const { body: first } = await once();
  expect((await once()).body).toEqual(first);
});
