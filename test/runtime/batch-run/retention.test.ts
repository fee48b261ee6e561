import { describe, expect, test } from '@jest/globals';
import type { BatchRun, Phase } from '../../../api/generated/kinds.js';
import type { ObjectMeta } from '../../../api/kubernetes-object.js';
import { reconcile } from '../../../runtime/batch-run/reconcile.js';
import { type Retention, secondsUntilRemoval } from '../../../runtime/batch-run/retention.js';
import { ago, makeRun, makeWorld, now, observe } from './world.js';

const DAY = 24 * 3600;

interface Given {
  readonly phase?: Phase;
  readonly endedDaysAgo?: number;
  readonly jobs?: 'runtime' | 'synthesized';
  readonly metadata?: Partial<ObjectMeta> & { readonly managedFields?: readonly object[] };
}

function makeEnded({ phase = 'Succeeded', endedDaysAgo = 8, jobs = 'runtime', metadata }: Given): BatchRun {
  const run = makeRun({ jobs }, { phase, completionTime: ago(endedDaysAgo * DAY) });
  return { ...run, metadata: { ...run.metadata, ...metadata } };
}

const week: Retention = { ttlDays: 7 };
const both: Retention = { ttlDays: 7, failedTTLDays: 30 };

describe('days until a run may be removed', () => {
  const cases: Record<string, { given: Given; retention: Retention; want: number | undefined }> = {
    'nobody says how long to keep runs: never': { given: {}, retention: {}, want: undefined },
    'ended 8 days ago, kept for 7: since yesterday': { given: {}, retention: week, want: -1 },
    'ended 2 days ago, kept for 7: in 5': { given: { endedDaysAgo: 2 }, retention: week, want: 5 },
    'failed, and nothing is said of failed ones: as all': { given: { phase: 'Failed' }, retention: week, want: -1 },
    'failed ones are kept longer: in 22': { given: { phase: 'Failed' }, retention: both, want: 22 },
    'only failed ones are removed, and it succeeded: never': {
      given: {},
      retention: { failedTTLDays: 1 },
      want: undefined,
    },
    'cancelled: as if it had succeeded': { given: { phase: 'Cancelled' }, retention: both, want: -1 },
    'its Jobs are committed: never': { given: { jobs: 'synthesized' }, retention: week, want: undefined },
    'Argo CD delivers it: never': {
      given: { metadata: { annotations: { 'argocd.argoproj.io/tracking-id': 'app:kubetask.io/BatchRun:team/x' } } },
      retention: week,
      want: undefined,
    },
    'Flux delivers it: never': {
      given: { metadata: { labels: { 'kustomize.toolkit.fluxcd.io/name': 'fleet' } } },
      retention: week,
      want: undefined,
    },
    'kubectl apply declared it: never': {
      given: { metadata: { annotations: { 'kubectl.kubernetes.io/last-applied-configuration': '{}' } } },
      retention: week,
      want: undefined,
    },
    'somebody applies it on the server: never': {
      given: { metadata: { managedFields: [{ manager: 'ci', operation: 'Apply' }] } },
      retention: week,
      want: undefined,
    },
    'it was created, and is updated: since yesterday': {
      given: { metadata: { managedFields: [{ manager: 'kubectl-create', operation: 'Update' }] } },
      retention: week,
      want: -1,
    },
  };
  test.each(Object.entries(cases))('%s', (_, { given, retention, want }) => {
    const seconds = secondsUntilRemoval(makeEnded(given), retention, now);
    expect(seconds === undefined ? undefined : seconds / DAY).toBe(want);
  });

  test('a run that goes on: never', () => {
    expect(secondsUntilRemoval(makeRun({}, { phase: 'Running' }), { ttlDays: 0.001 }, now)).toBeUndefined();
  });
});

describe('a pass over a finished run', () => {
  const outcome = (given: Given) =>
    reconcile({ ...observe(makeWorld({ run: makeEnded(given) })), retention: week }, now, []);

  test('kept long enough: asks for its removal', () => {
    expect(outcome({}).also?.map(({ type, object }) => `${type} ${object.kind}`)).toEqual(['delete BatchRun']);
  });
  test('in an hour or later: looks again', () => {
    expect(outcome({ endedDaysAgo: 2 })).toMatchObject({ also: [], requeueAfterSeconds: 3600 });
  });
  test('in half an hour: looks again then', () => {
    expect(outcome({ endedDaysAgo: 7 - 1 / 48 }).requeueAfterSeconds).toBeCloseTo(1800);
  });
});
