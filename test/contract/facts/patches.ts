import { expect } from '@jest/globals';
import { type Facts, invalid, refusal } from '../fact.js';
import { file, makeBatch, makeConfigMap, makeJob, makeRun, makeWorkspace } from '../objects.js';
import { apply, jsonPatch, merge, type Request, strategic } from '../world.js';

const map = (data: object): Request => ['POST', 'configmaps', makeConfigMap('c', data)];
const applied = (manager: string, data: object, query = ''): Request => [
  'PATCH',
  `configmaps/c?fieldManager=${manager}${query}`,
  makeConfigMap('c', data),
  apply,
];
const env = (manager: string, ...list: object[]): Request => [
  'PATCH',
  `workspaceconfigs/w?fieldManager=${manager}`,
  makeWorkspace('w', { env: list }),
  apply,
];
const status = (manager: string, value: object): Request => [
  'PATCH',
  `batchruns/r/status?fieldManager=${manager}`,
  { apiVersion: 'kubetask.io/v1alpha1', kind: 'BatchRun', metadata: { name: 'r' }, status: value },
  apply,
];

/** The field managers, in any order. */
const ownedBy = (...owners: readonly (readonly [string, object])[]) => ({
  metadata: {
    managedFields: expect.arrayContaining(
      owners.map(([manager, fieldsV1]) => expect.objectContaining({ manager, operation: 'Apply', fieldsV1 })),
    ),
  },
});

/** The four ways to patch, and who owns which field afterwards. */
export const patches: Facts = {
  'a merge patch: null removes, a list replaces': {
    given: [['POST', 'batches', makeBatch('b', { backoffLimit: 1, commonContext: [file(), file()] })]],
    when: ['PATCH', 'batches/b', { spec: { backoffLimit: null, commonContext: [file()] } }, merge],
    want: {
      code: 200,
      body: { metadata: { generation: 2 }, spec: { commonContext: [file()] } },
    },
    lacks: ['spec.backoffLimit'],
  },
  'a merge patch of nothing: the same version': {
    given: [map({ k: 'v' })],
    when: ['PATCH', 'configmaps/c', { data: { k: 'v' } }, merge],
    want: { code: 200, body: { data: { k: 'v' } } },
  },
  'a strategic patch: lists merge by their key': {
    given: [['POST', 'jobs', makeJob('j')]],
    when: ['PATCH', 'jobs/j', { metadata: { labels: { a: 'b' } }, spec: { backoffLimit: 2 } }, strategic],
    want: { code: 200, body: { metadata: { labels: { a: 'b', 'job-name': 'j' } }, spec: { backoffLimit: 2 } } },
  },
  'a JSON patch: in order': {
    given: [map({ a: '1' })],
    when: [
      'PATCH',
      'configmaps/c',
      [
        { op: 'test', path: '/data/a', value: '1' },
        { op: 'move', from: '/data/a', path: '/data/b' },
        { op: 'add', path: '/data/c', value: '3' },
      ],
      jsonPatch,
    ],
    want: { code: 200, body: { data: { b: '1', c: '3' } } },
    lacks: ['data.a'],
  },
  'an apply without a manager: refused': {
    when: ['PATCH', 'configmaps/c', makeConfigMap('c'), apply],
    want: invalid('PatchOptions.meta.k8s.io ""', 'fieldManager: Required value: is required for apply patch'),
  },
  'an apply of an absent object: created and owned': {
    when: applied('one', { k: '1' }),
    want: { code: 201, body: { data: { k: '1' }, ...ownedBy(['one', { 'f:data': { 'f:k': {} } }]) } },
  },
  'an apply without a kind: refused': {
    when: ['PATCH', 'configmaps/c?fieldManager=one', { data: {} }, apply],
    want: refusal(400, 'BadRequest', 'invalid object type: /, Kind='),
  },
  'an apply under another name: refused': {
    when: ['PATCH', 'configmaps/other?fieldManager=one', makeConfigMap('c'), apply],
    want: refusal(400, 'BadRequest', 'the name of the object (c) does not match the name on the URL (other)'),
  },
  'another value for another’s field: conflict': {
    given: [applied('one', { k: '1' })],
    when: applied('two', { k: '2' }),
    want: refusal(409, 'Conflict', 'Apply failed with 1 conflict: conflict with "one": .data.k'),
  },
  'two such fields: both reported': {
    given: [applied('one', { k: '1', l: '1' })],
    when: applied('two', { k: '2', l: '2' }),
    want: refusal(409, 'Conflict', `Apply failed with 2 conflicts: conflicts with "one":\n- .data.k\n- .data.l`),
  },
  'the fields of two others: reported by owner': {
    given: [applied('one', { k: '1' }), applied('three', { l: '1' })],
    when: applied('two', { k: '2', l: '2' }),
    want: refusal(
      409,
      'Conflict',
      `Apply failed with 2 conflicts: conflicts with "one":\n- .data.k\nconflicts with "three":\n- .data.l`,
    ),
  },
  'a field that was written without apply: conflict': {
    given: [map({ k: '1' })],
    when: applied('one', { k: '2' }),
    want: refusal(409, 'Conflict', 'Apply failed with 1 conflict: conflict with "tester" using v1: .data.k'),
  },
  'the same value: owned by both': {
    given: [applied('one', { k: '1' })],
    when: applied('two', { k: '1' }),
    want: { code: 200, body: ownedBy(['one', { 'f:data': { 'f:k': {} } }], ['two', { 'f:data': { 'f:k': {} } }]) },
  },
  'by force: owned': {
    given: [applied('one', { k: '1' })],
    when: applied('two', { k: '2' }, '&force=true'),
    want: { code: 200, body: { data: { k: '2' }, ...ownedBy(['two', { 'f:data': { 'f:k': {} } }]) } },
  },
  'a field no longer applied: removed': {
    given: [applied('one', { k: '1', l: '2' })],
    when: applied('one', { k: '1' }),
    want: { code: 200, body: { data: { k: '1' } } },
    lacks: ['data.l'],
  },
  'a field no longer applied that another applies: stays': {
    given: [applied('one', { k: '1', l: '2' }), applied('two', { l: '2' })],
    when: applied('one', { k: '1' }),
    want: { code: 200, body: { data: { k: '1', l: '2' } } },
  },
  'items of a list with keys: merged': {
    given: [env('one', { name: 'A', value: '1' })],
    when: env('two', { name: 'B', value: '2' }),
    want: {
      code: 200,
      body: {
        spec: {
          env: [
            { name: 'A', value: '1' },
            { name: 'B', value: '2' },
          ],
        },
      },
    },
  },
  'the same item of such a list: conflict': {
    given: [env('one', { name: 'A', value: '1' })],
    when: env('two', { name: 'A', value: '2' }),
    want: refusal(409, 'Conflict', 'Apply failed with 1 conflict: conflict with "one": .spec.env[name="A"].value'),
  },
  'an item no longer applied: removed': {
    given: [env('one', { name: 'A', value: '1' }, { name: 'C' }), env('two', { name: 'B', value: '2' })],
    when: env('one', { name: 'C' }),
    want: { code: 200, body: { spec: { env: [{ name: 'C' }, { name: 'B', value: '2' }] } } },
  },
  'a list without keys: owned as one': {
    given: [['PATCH', 'batches/b?fieldManager=one', makeBatch('b', { commonContext: [file()] }), apply]],
    when: ['PATCH', 'batches/b?fieldManager=two', makeBatch('b', { commonContext: [file(), file()] }), apply],
    want: refusal(409, 'Conflict', 'Apply failed with 1 conflict: conflict with "one": .spec.commonContext'),
  },
  'a field that the schema lacks: refused': {
    when: ['PATCH', 'batches/b?fieldManager=one', makeBatch('b', { foo: 1 }), apply],
    want: refusal(
      500,
      undefined,
      'failed to create typed patch object (/b; kubetask.io/v1alpha1, Kind=Batch): .spec.foo: field not declared in schema',
    ),
  },
  'a field that the schema lacks, strictly: refused': {
    when: ['PATCH', 'batches/b?fieldManager=one&fieldValidation=Strict', makeBatch('b', { foo: 1 }), apply],
    want: refusal(
      500,
      undefined,
      'failed to create typed patch object (/b; kubetask.io/v1alpha1, Kind=Batch): .spec.foo: field not declared in schema',
    ),
  },
  'a value of another type: refused': {
    when: ['PATCH', 'batches/b?fieldManager=one', makeBatch('b', { backoffLimit: 'x' }), apply],
    want: refusal(
      500,
      undefined,
      'failed to create typed patch object (/b; kubetask.io/v1alpha1, Kind=Batch): .spec.backoffLimit: expected numeric (int or float), got string',
    ),
  },
  'a Job’s field that the schema lacks: refused': {
    when: ['PATCH', 'jobs/j?fieldManager=one', makeJob('j', { foo: 1 }), apply],
    want: refusal(
      500,
      undefined,
      'failed to create typed patch object (/j; batch/v1, Kind=Job): .spec.foo: field not declared in schema',
    ),
  },
  'an item without its key: refused': {
    when: env('one', { value: '1' }),
    want: refusal(
      500,
      undefined,
      `failed to create typed patch object (/w; kubetask.io/v1alpha1, Kind=WorkspaceConfig): .spec.env: element 0: associative list with keys has an element that omits all key fields ["name"] (and doesn't have default values for any key fields)`,
    ),
  },
  'a status applied: its fields are owned under status': {
    given: [['POST', 'batchruns', makeRun('r')]],
    when: status('one', { phase: 'Running' }),
    want: {
      code: 200,
      body: {
        status: { observedGeneration: -1, phase: 'Running' },
        ...ownedBy(['one', { 'f:status': { 'f:phase': {} } }]),
      },
    },
  },
  'a status that another owns: conflict': {
    given: [['POST', 'batchruns', makeRun('r')], status('one', { phase: 'Running' })],
    when: status('two', { phase: 'Failed' }),
    want: refusal(
      409,
      'Conflict',
      'Apply failed with 1 conflict: conflict with "one" with subresource "status": .status.phase',
    ),
  },
  'an apply with managed fields: refused': {
    when: [
      'PATCH',
      'configmaps/c?fieldManager=one',
      makeConfigMap('c', {}, { managedFields: [{ manager: 'x', operation: 'Apply', apiVersion: 'v1' }] }),
      apply,
    ],
    want: refusal(400, 'BadRequest', 'metadata.managedFields must be nil'),
  },
  'an apply in a dry run: conflicts too': {
    given: [applied('one', { k: '1' })],
    when: applied('two', { k: '2' }, '&dryRun=All'),
    want: refusal(409, 'Conflict', 'Apply failed with 1 conflict: conflict with "one": .data.k'),
  },
};
