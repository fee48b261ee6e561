import { expect } from '@jest/globals';
import { type Facts, invalid, refusal } from '../fact.js';
import { batchOf, makeBatch, makeRun, makeTask, makeTaskRun, repository } from '../objects.js';
import { merge } from '../world.js';

/** What the server adds to an object, and what it removes. */
export const ourKinds: Facts = {
  'a BatchRun: runtime Jobs by default, and not observed yet': {
    when: ['POST', 'batchruns', makeRun('r')],
    want: {
      code: 201,
      body: {
        metadata: { generation: 1 },
        spec: { batchRef: 'update', jobs: 'runtime' },
        status: { observedGeneration: -1, phase: 'Pending' },
      },
    },
  },
  'a Batch: absent and null lists become empty': {
    when: ['POST', 'batches', makeBatch('b', { commonContext: null })],
    want: { code: 201, body: { spec: { commonContext: [], variableContexts: [] } } },
  },
  'a Task: no status': {
    when: ['POST', 'tasks', { ...makeTask('t', { steps: [{ image: 'a' }] }), status: { phase: 'Running' } }],
    want: { code: 201, warning: '299 - "unknown field \\"status\\""' },
    lacks: ['status'],
  },
  'a status sent with the object: dropped': {
    when: ['POST', 'batchruns', { ...makeRun('r'), status: { phase: 'Succeeded' } }],
    want: { code: 201, body: { status: { observedGeneration: -1, phase: 'Pending' } } },
  },
  'an unknown field: pruned, with a warning': {
    when: ['POST', 'batches', makeBatch('b', { variableContexts: [[repository({ foo: 1 })]] })],
    want: {
      code: 201,
      body: batchOf(repository()),
      warning: '299 - "unknown field \\"spec.variableContexts[0][0].repository.foo\\""',
    },
  },
  'an unknown field, ignored: pruned': {
    when: ['POST', 'batches?fieldValidation=Ignore', makeBatch('b', { foo: 1 })],
    want: { code: 201, body: { spec: { commonContext: [], variableContexts: [] } } },
  },
  'an unknown field, strictly: refused': {
    when: ['POST', 'batches?fieldValidation=Strict', batchOf(repository({ foo: 1 }))],
    want: refusal(
      400,
      'BadRequest',
      'Batch in version "v1alpha1" cannot be handled as a Batch: strict decoding error: unknown field "spec.variableContexts[0][0].repository.foo"',
    ),
  },
  'two unknown fields, strictly: both reported': {
    when: ['POST', 'batches?fieldValidation=Strict', { ...makeBatch('b', { foo: 1 }), bar: 1 }],
    want: refusal(
      400,
      'BadRequest',
      'Batch in version "v1alpha1" cannot be handled as a Batch: strict decoding error: unknown field "bar", unknown field "spec.foo"',
    ),
  },
  'an unknown field of the metadata, strictly: refused': {
    when: ['POST', 'batches?fieldValidation=Strict', makeBatch('b', {}, { foo: 1 })],
    want: refusal(
      400,
      'BadRequest',
      'Batch in version "v1alpha1" cannot be handled as a Batch: strict decoding error: unknown field "metadata.foo"',
    ),
  },
  'an unknown field in a patch, strictly: refused': {
    given: [['POST', 'batches', makeBatch('b')]],
    when: ['PATCH', 'batches/b?fieldValidation=Strict', { spec: { foo: 1 } }, merge],
    want: refusal(
      422,
      'Invalid',
      expect.stringMatching(
        /^ "" is invalid: patch: Invalid value: ".*": strict decoding error: unknown field "spec\.foo"$/,
      ),
    ),
  },
  'another spec: a new generation': {
    given: [['POST', 'batches', makeBatch('b')]],
    when: ['PATCH', 'batches/b', { spec: { backoffLimit: 1 } }, merge],
    want: { code: 200, body: { metadata: { generation: 2 }, spec: { backoffLimit: 1 } } },
  },
  'another label: the same generation': {
    given: [['POST', 'batches', makeBatch('b')]],
    when: ['PATCH', 'batches/b', { metadata: { labels: { a: 'b' } } }, merge],
    want: { code: 200, body: { metadata: { generation: 1, labels: { a: 'b' } } } },
  },
  'a status through /status: kept, and the generation with it': {
    given: [['POST', 'batchruns', makeRun('r')]],
    when: ['PATCH', 'batchruns/r/status', { status: { phase: 'Running', observedGeneration: 1 } }, merge],
    want: { code: 200, body: { metadata: { generation: 1 }, status: { observedGeneration: 1, phase: 'Running' } } },
  },
  'a spec or label through /status: dropped': {
    given: [['POST', 'batchruns', makeRun('r')]],
    when: [
      'PATCH',
      'batchruns/r/status',
      { metadata: { labels: { a: 'b' } }, spec: { jobs: 'synthesized' }, status: { phase: 'Running' } },
      merge,
    ],
    want: {
      code: 200,
      body: {
        metadata: { generation: 1 },
        spec: { batchRef: 'update', jobs: 'runtime' },
        status: { phase: 'Running' },
      },
    },
    lacks: ['metadata.labels'],
  },
  'a status through the object: dropped': {
    given: [['POST', 'batchruns', makeRun('r')]],
    when: ['PATCH', 'batchruns/r', { status: { phase: 'Running' } }, merge],
    want: { code: 200, body: { status: { observedGeneration: -1, phase: 'Pending' } } },
  },
  'an unknown field of a status, strictly: refused': {
    given: [['POST', 'batchruns', makeRun('r')]],
    when: ['PATCH', 'batchruns/r/status?fieldValidation=Strict', { status: { foo: 1 } }, merge],
    want: refusal(
      422,
      'Invalid',
      expect.stringMatching(
        /^ "" is invalid: patch: Invalid value: ".*": strict decoding error: unknown field "status\.foo"$/,
      ),
    ),
  },
  'the status of a kind without one: not found': {
    given: [['POST', 'tasks', makeTask('t', { steps: [{ image: 'a' }] })]],
    when: ['PATCH', 'tasks/t/status', { status: {} }, merge],
    want: refusal(404, 'NotFound', 'tasks.kubetask.io "t" not found'),
  },
  'suspending a run: allowed': {
    given: [['POST', 'taskruns', makeTaskRun('r')]],
    when: ['PATCH', 'taskruns/r', { spec: { suspend: true } }, merge],
    want: { code: 200, body: { metadata: { generation: 2 }, spec: { suspend: true } } },
  },
  'a name of 70 characters: allowed': { when: ['POST', 'batchruns', makeRun('r'.repeat(70))], want: { code: 201 } },
  'generateName: five characters more': {
    when: ['POST', 'batchruns', { ...makeRun('r'), metadata: { generateName: 'run-' } }],
    want: { code: 201, body: { metadata: { generateName: 'run-', name: expect.stringMatching(/^run-[a-z0-9]{5}$/) } } },
  },
  'a dry run: the answer has the object': {
    when: ['POST', 'batchruns?dryRun=All', makeRun('r')],
    want: { code: 201, body: { metadata: { name: 'r', uid: expect.any(String) } } },
    lacks: ['metadata.resourceVersion'],
  },
  'after a dry run: not found': {
    given: [['POST', 'batchruns?dryRun=All', makeRun('r')]],
    when: ['GET', 'batchruns/r'],
    want: refusal(404, 'NotFound', 'batchruns.kubetask.io "r" not found'),
  },
  'an invalid dry run: refused': {
    when: ['POST', 'batchruns?dryRun=All', makeRun('r', {})],
    want: invalid('BatchRun.kubetask.io "r"', 'spec: Invalid value: give exactly one of batchRef and batchSpec'),
  },
  'null in metadata: dropped': {
    when: ['POST', 'batches', makeBatch('b', {}, { labels: null, annotations: null, creationTimestamp: null })],
    want: {
      code: 201,
      body: { metadata: { creationTimestamp: expect.any(String) } },
    },
    lacks: ['metadata.labels', 'metadata.annotations'],
  },
};
