import { expect } from '@jest/globals';
import { type Facts, invalid, listOf, refusal } from '../fact.js';
import { makeBatch, makeConfigMap, makeJob, makePod } from '../objects.js';
import { merge } from '../world.js';

const held = ['POST', 'batches', makeBatch('b', {}, { finalizers: ['kubetask.io/test'] })] as const;
const marked = {
  deletionTimestamp: expect.any(String),
  deletionGracePeriodSeconds: 0,
  generation: 2,
  finalizers: ['kubetask.io/test'],
};
const plain = ['POST', 'batches', makeBatch('b')] as const;

/** What a deletion removes, when, and what it leaves. */
export const deletion: Facts = {
  'a plain object: gone immediately': {
    given: [plain],
    when: ['DELETE', 'batches/b'],
    want: {
      code: 200,
      body: {
        kind: 'Status',
        status: 'Success',
        details: { name: 'b', group: 'kubetask.io', kind: 'batches', uid: expect.any(String) },
      },
    },
  },
  'a plain object, afterwards: not found': {
    given: [plain, ['DELETE', 'batches/b']],
    when: ['GET', 'batches/b'],
    want: refusal(404, 'NotFound', 'batches.kubetask.io "b" not found'),
  },
  'a ConfigMap: gone immediately': {
    given: [['POST', 'configmaps', makeConfigMap('c')]],
    when: ['DELETE', 'configmaps/c'],
    want: {
      code: 200,
      body: { kind: 'Status', status: 'Success', details: { name: 'c', kind: 'configmaps', uid: expect.any(String) } },
    },
  },
  'with a finalizer: marked': {
    given: [held],
    when: ['DELETE', 'batches/b'],
    want: { code: 200, body: { kind: 'Batch', metadata: marked } },
  },
  'with a finalizer, a second time: unchanged': {
    given: [held, ['DELETE', 'batches/b']],
    when: ['DELETE', 'batches/b'],
    want: { code: 200, body: { kind: 'Batch', metadata: marked } },
  },
  'the last finalizer removed: the last state': {
    given: [held, ['DELETE', 'batches/b']],
    when: ['PATCH', 'batches/b', { metadata: { finalizers: null } }, merge],
    want: { code: 200, body: { kind: 'Batch', metadata: { deletionTimestamp: expect.any(String), generation: 2 } } },
    lacks: ['metadata.finalizers'],
  },
  'the last finalizer removed, afterwards: not found': {
    given: [held, ['DELETE', 'batches/b'], ['PATCH', 'batches/b', { metadata: { finalizers: null } }, merge]],
    when: ['GET', 'batches/b'],
    want: refusal(404, 'NotFound', 'batches.kubetask.io "b" not found'),
  },
  'one more finalizer during deletion: forbidden': {
    given: [held, ['DELETE', 'batches/b']],
    when: ['PATCH', 'batches/b', { metadata: { finalizers: ['kubetask.io/test', 'kubetask.io/more'] } }, merge],
    want: refusal(
      422,
      'Invalid',
      'Batch.kubetask.io "b" is invalid: metadata.finalizers: Forbidden: no new finalizers can be added if the object is being deleted, found new finalizers []string{"kubetask.io/more"}',
    ),
  },
  'a label during deletion: allowed': {
    given: [held, ['DELETE', 'batches/b']],
    when: ['PATCH', 'batches/b', { metadata: { labels: { a: 'b' } } }, merge],
    want: { code: 200, body: { metadata: { ...marked, labels: { a: 'b' } } } },
  },
  'another uid: conflict': {
    given: [plain],
    when: ['DELETE', 'batches/b', { apiVersion: 'v1', kind: 'DeleteOptions', preconditions: { uid: 'x' } }],
    want: refusal(
      409,
      'Conflict',
      expect.stringMatching(
        /^Operation cannot be fulfilled on Batch\.kubetask\.io "b": the UID in the precondition \(x\) does not match the UID in record \([-0-9a-f]{36}\)\. The object might have been deleted and then recreated$/,
      ),
    ),
  },
  'another uid of a ConfigMap: conflict': {
    given: [['POST', 'configmaps', makeConfigMap('c')]],
    when: ['DELETE', 'configmaps/c', { preconditions: { uid: 'x' } }],
    want: refusal(
      409,
      'Conflict',
      expect.stringMatching(
        /^Operation cannot be fulfilled on ConfigMap "c": the UID in the precondition \(x\) does not match the UID in record/,
      ),
    ),
  },
  'another version: conflict': {
    given: [plain],
    when: ['DELETE', 'batches/b', { preconditions: { resourceVersion: '1' } }],
    want: refusal(
      409,
      'Conflict',
      expect.stringMatching(
        /^Operation cannot be fulfilled on Batch\.kubetask\.io "b": the ResourceVersion in the precondition \(1\) does not match the ResourceVersion in record \(\d+\)\. The object might have been modified$/,
      ),
    ),
  },
  'a dry run: still exists': {
    given: [plain, ['DELETE', 'batches/b?dryRun=All']],
    when: ['GET', 'batches/b'],
    want: { code: 200 },
  },
  'a dry run requested in the body: still exists': {
    given: [plain, ['DELETE', 'batches/b', { dryRun: ['All'] }]],
    when: ['GET', 'batches/b'],
    want: { code: 200 },
  },
  'a dry run requested in the query, and a body: the body counts, and the object is gone': {
    given: [plain, ['DELETE', 'batches/b?dryRun=All', { propagationPolicy: 'Background' }]],
    when: ['GET', 'batches/b'],
    want: refusal(404, 'NotFound', 'batches.kubetask.io "b" not found'),
  },
  'an unknown dry run value in the query: refused': {
    given: [plain],
    when: ['DELETE', 'batches/b?dryRun=Some'],
    want: invalid('DeleteOptions.meta.k8s.io ""', 'dryRun: Unsupported value: ["Some"]: supported values: "All"'),
  },
  'an unknown dry run value in the body: refused': {
    given: [plain],
    when: ['DELETE', 'batches/b', { dryRun: ['Some'] }],
    want: invalid('DeleteOptions.meta.k8s.io ""', 'dryRun: Unsupported value: ["Some"]: supported values: "All"'),
  },
  'a dry run of all objects in the query, and a body: the body counts': {
    given: [plain, ['DELETE', 'batches?dryRun=All', { propagationPolicy: 'Background' }]],
    when: ['GET', 'batches'],
    want: { code: 200, body: { items: [] } },
  },
  'a dry run of all objects in the body: they still exist': {
    given: [plain, ['DELETE', 'batches', { dryRun: ['All'] }]],
    when: ['GET', 'batches/b'],
    want: { code: 200 },
  },
  'options in the body: those of the query do not count': {
    given: [plain],
    when: ['DELETE', 'batches/b?propagationPolicy=Foreground', {}],
    want: { code: 200, body: { kind: 'Status', status: 'Success' } },
  },
  'a Job in the background: gone immediately': {
    given: [
      ['POST', 'jobs', makeJob('j')],
      ['DELETE', 'jobs/j?propagationPolicy=Background'],
    ],
    when: ['GET', 'jobs/j'],
    want: refusal(404, 'NotFound', 'jobs.batch "j" not found'),
  },
  'a Job without a policy: its Pods stay': {
    given: [['POST', 'jobs', makeJob('j')]],
    when: ['DELETE', 'jobs/j'],
    want: { code: 200, body: { kind: 'Job', metadata: { finalizers: ['orphan'] } } },
  },
  'a Job in the foreground: marked': {
    given: [['POST', 'jobs', makeJob('j', {}, { finalizers: ['kubetask.io/test'] })]],
    when: ['DELETE', 'jobs/j?propagationPolicy=Foreground'],
    want: {
      code: 200,
      body: { kind: 'Job', metadata: { ...marked, finalizers: ['kubetask.io/test', 'foregroundDeletion'] } },
    },
  },
  'an invalid policy: refused': {
    given: [plain],
    when: ['DELETE', 'batches/b?propagationPolicy=Never'],
    want: invalid(
      'DeleteOptions.meta.k8s.io ""',
      'propagationPolicy: Unsupported value: "Never": supported values: "Foreground", "Background", "Orphan", "nil"',
    ),
  },
  'a Pod on no node: gone immediately': {
    given: [
      ['POST', 'pods', makePod('p')],
      ['DELETE', 'pods/p'],
    ],
    when: ['GET', 'pods/p'],
    want: refusal(404, 'NotFound', 'pods "p" not found'),
  },
  'everything with a label: the rest stays': {
    given: [
      plain,
      ['POST', 'batches', makeBatch('c', {}, { labels: { x: '1' } })],
      ['DELETE', 'batches?labelSelector=x'],
    ],
    when: ['GET', 'batches'],
    want: { code: 200, body: listOf('b') },
  },
  'everything with a label: the answer': {
    given: [plain, ['POST', 'batches', makeBatch('c', {}, { labels: { x: '1' } })]],
    when: ['DELETE', 'batches?labelSelector=x'],
    want: { code: 200, body: { kind: 'BatchList', ...listOf('c') } },
  },
  'in a namespace that is being deleted: no new object': {
    given: [
      ['POST', '/api/v1/namespaces', { apiVersion: 'v1', kind: 'Namespace', metadata: { name: '<ns>-gone' } }],
      ['POST', '/api/v1/namespaces/<ns>-gone/configmaps', makeConfigMap('c', {}, { finalizers: ['kubetask.io/test'] })],
      ['DELETE', '/api/v1/namespaces/<ns>-gone'],
    ],
    when: ['POST', '/api/v1/namespaces/<ns>-gone/configmaps', makeConfigMap('d')],
    want: refusal(
      403,
      'Forbidden',
      'configmaps "d" is forbidden: unable to create new content in namespace <ns>-gone because it is being terminated',
    ),
  },
};
