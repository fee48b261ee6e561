import { expect } from '@jest/globals';
import { type Facts, refusal } from '../fact.js';
import { makePod } from '../objects.js';

const pod = ['POST', 'pods', makePod('p', {}, { finalizers: ['kubetask.io/test'] })] as const;
const eviction = (fields: object = {}, name = 'p') => ({
  apiVersion: 'policy/v1',
  kind: 'Eviction',
  metadata: { name, namespace: '<ns>' },
  ...fields,
});
const evict = (fields?: object, name?: string, query = '') =>
  ['POST', `pods/p/eviction${query}`, eviction(fields, name)] as const;
const success = { code: 201, body: { kind: 'Status', apiVersion: 'v1', metadata: {}, status: 'Success', code: 201 } };
const notDeleted = ['metadata.deletionTimestamp'];

/** The eviction subresource of Pods, as `kubectl drain` uses it. PodDisruptionBudgets are not among the facts. */
export const evictions: Facts = {
  'of a Pod: a Status, created': { given: [pod], when: evict(), want: success },
  'of a Pod, afterwards: deleted, and its status says why': {
    given: [pod, evict()],
    when: ['GET', 'pods/p'],
    want: {
      body: {
        metadata: { deletionTimestamp: expect.any(String) },
        status: {
          conditions: expect.arrayContaining([
            expect.objectContaining({
              type: 'DisruptionTarget',
              status: 'True',
              reason: 'EvictionByEvictionAPI',
              message: 'Eviction API: evicting',
            }),
          ]),
        },
      },
    },
  },
  'of a Pod that nothing holds: gone': {
    given: [['POST', 'pods', makePod('p')], evict()],
    when: ['GET', 'pods/p'],
    want: refusal(404, 'NotFound', 'pods "p" not found'),
  },
  'as a dry run in deleteOptions: a Status': {
    given: [pod],
    when: evict({ deleteOptions: { dryRun: ['All'] } }),
    want: success,
  },
  'as a dry run, afterwards: not deleted': {
    given: [pod, evict({ deleteOptions: { dryRun: ['All'] } }), evict({}, 'p', '?dryRun=All')],
    when: ['GET', 'pods/p'],
    want: { code: 200 },
    lacks: notDeleted,
  },
  'with an API version and a kind left out: a Status': {
    given: [pod],
    when: ['POST', 'pods/p/eviction', { metadata: { name: 'p' } }],
    want: success,
  },
  'with another resourceVersion as precondition: conflict': {
    given: [pod],
    when: evict({ deleteOptions: { preconditions: { resourceVersion: '1' } } }),
    want: refusal(
      409,
      'Conflict',
      expect.stringMatching(
        /^Operation cannot be fulfilled on Pod "p": the ResourceVersion in the precondition \(1\) does not match the ResourceVersion in record \(\d+\)\. The object might have been modified$/,
      ),
    ),
  },
  'of a Pod that is not there: not found': { when: evict(), want: refusal(404, 'NotFound', 'pods "p" not found') },
  'under another name: refused': {
    given: [pod],
    when: evict({}, 'q'),
    want: refusal(400, 'BadRequest', 'name in URL does not match name in Eviction object'),
  },
  'of another namespace: refused': {
    given: [pod],
    when: evict({ metadata: { name: 'p', namespace: 'other' } }),
    want: refusal(
      400,
      'BadRequest',
      'the namespace of the provided object does not match the namespace sent on the request',
    ),
  },
  'of another kind: refused': {
    given: [pod],
    when: evict({ apiVersion: 'v1', kind: 'Pod' }),
    want: refusal(
      400,
      'BadRequest',
      'Pod in version "v1" cannot be handled as a Eviction: converting (v1.Pod) to (policy.Eviction): unknown conversion',
    ),
  },
  'with an unknown field, strictly: refused': {
    given: [pod],
    when: evict({ foo: 1 }, 'p', '?fieldValidation=Strict'),
    want: refusal(
      400,
      'BadRequest',
      'Eviction in version "v1" cannot be handled as a Eviction: strict decoding error: unknown field "foo"',
    ),
  },
  'with a dry run that does not exist: refused': {
    given: [pod],
    when: evict({ deleteOptions: { dryRun: ['x'] } }),
    want: refusal(
      422,
      'Invalid',
      'DeleteOptions.meta.k8s.io "" is invalid: dryRun: Unsupported value: ["x"]: supported values: "All"',
    ),
  },
  'read: not allowed': {
    given: [pod],
    when: ['GET', 'pods/p/eviction'],
    want: refusal(405, 'MethodNotAllowed', 'the server does not allow this method on the requested resource'),
  },
};
