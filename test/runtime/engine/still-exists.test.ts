import { describe, expect, test } from '@jest/globals';
import { stillExists, type Unseen } from '../../../runtime/engine/reconcile/still-exists.js';
import { makeJob, makeOwnedJob, makeRun } from '../../kubernetes-client/make-objects.js';
import { type Answer, apiError, ScriptedTransport } from './scripted-transport.js';

const gone = apiError(404, 'NotFound');
const pods: Unseen = { apiVersion: 'v1', kind: 'Pod', labels: { run: 'r', task: '0' }, seen: ['one'] };
const listed = (...uids: string[]) => ({ items: uids.map((uid) => ({ metadata: { name: uid, uid } })) });

describe('whether the API server has what a cache does not', () => {
  interface Case {
    readonly missing: Parameters<typeof stillExists>[2];
    readonly answers: readonly Answer[];
    readonly want: boolean;
  }
  const cases: Record<string, Case> = {
    'nothing is missing: no': { missing: [], answers: [], want: false },
    'a child is gone: no': { missing: [makeJob('x')], answers: [gone], want: false },
    'a child is there: yes': { missing: [makeJob('x')], answers: [makeOwnedJob('x')], want: true },
    "another run's has its name: no": {
      missing: [makeJob('x')],
      answers: [makeOwnedJob('x', {}, {}, makeRun({ uid: 'other' }))],
      want: false,
    },
    "nobody's has its name: no": { missing: [makeJob('x')], answers: [makeJob('x')], want: false },
    'one of two is there: yes': {
      missing: [makeJob('x'), makeJob('y')],
      answers: [gone, makeOwnedJob('y')],
      want: true,
    },
    'no Pod is there: no': { missing: [pods], answers: [listed()], want: false },
    'no Pod is there, as Go writes it: no': { missing: [pods], answers: [{ items: null }], want: false },
    'only Pods that are seen are there: no': { missing: [pods], answers: [listed('one')], want: false },
    'a Pod more is there: yes': { missing: [pods], answers: [listed('one', 'two')], want: true },
  };
  test.each(Object.entries(cases))('%s', async (_, { missing, answers, want }) => {
    const server = new ScriptedTransport(...answers);
    expect(await stillExists(server.transport, makeRun(), missing)).toBe(want);
  });

  test('a child is asked for by its name, Pods by their labels, in the namespace of the parent', async () => {
    const server = new ScriptedTransport(gone, listed());
    await stillExists(server.transport, makeRun(), [makeJob('x'), pods]);
    expect(server.requests).toEqual([
      { method: 'GET', path: '/apis/batch/v1/namespaces/a/jobs/x' },
      { method: 'GET', path: '/api/v1/namespaces/a/pods', query: { labelSelector: 'run=r,task=0' } },
    ]);
  });

  test('it does not say: neither do we', async () => {
    const { transport } = new ScriptedTransport(apiError(503, 'ServiceUnavailable', true));
    await expect(stillExists(transport, makeRun(), [makeJob('x')])).rejects.toMatchObject({ code: 503 });
  });
});
