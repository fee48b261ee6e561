import { describe, expect, test } from '@jest/globals';
import type { BatchRun, Phase } from '../../../api/generated/kinds.js';
import type { ObjectMeta } from '../../../packages/kubernetes-conventions/kubernetes-object.js';
import { reconcile } from '../../../runtime/batch-run/reconcile.js';
import { expiryOf, type Retention } from '../../../runtime/limits/retention.js';
import type { ObservedScripts } from '../../../runtime/task-run/observed.js';
import { complete, makeJob, makeRun, makeWorld, observe } from '../batch-run/world.js';
import * as taskRun from '../task-run/world.js';
import { ago, now } from '../task-run/world.js';

const DAY = 24 * 3600;

interface Given {
  readonly phase?: Phase;
  readonly endedDaysAgo?: number;
  readonly jobs?: 'runtime' | 'synthesized';
  readonly metadata?: Partial<ObjectMeta> & { readonly managedFields?: readonly object[] };
}

const week: Retention = { ttlDays: 7 };
const both: Retention = { ttlDays: 7, failedTTLDays: 30 };
const tracked = { annotations: { 'argocd.argoproj.io/tracking-id': 'app:kubetask.io/BatchRun:team/x' } };

describe('what of a finished run may go', () => {
  const cases: Record<string, { given: Given; retention?: Retention; want: string }> = {
    'nobody says how long to keep runs: nothing, ever': { given: {}, retention: {}, want: 'Nothing' },
    'ended 8 days ago, kept for 7: the run': { given: {}, want: 'Run' },
    'ended 2 days ago, kept for 7: nothing, looks again in an hour': {
      given: { endedDaysAgo: 2 },
      want: 'Nothing 3600',
    },
    'half an hour too early: nothing, looks again then': {
      given: { endedDaysAgo: 7 - 1 / 48 },
      want: 'Nothing 1800',
    },
    'failed, and nothing is said of failed ones: as all': { given: { phase: 'Failed' }, want: 'Run' },
    'failed ones are kept longer: nothing': { given: { phase: 'Failed' }, retention: both, want: 'Nothing 3600' },
    'only failed ones are removed, and it succeeded: nothing, ever': {
      given: {},
      retention: { failedTTLDays: 1 },
      want: 'Nothing',
    },
    'cancelled: as if it had succeeded': { given: { phase: 'Cancelled' }, retention: both, want: 'Run' },
    'Argo CD delivers it: what it created': { given: { metadata: tracked }, want: 'Children' },
    'Flux delivers it: what it created': {
      given: { metadata: { labels: { 'kustomize.toolkit.fluxcd.io/name': 'fleet' } } },
      want: 'Children',
    },
    'kubectl apply declared it: what it created': {
      given: { metadata: { annotations: { 'kubectl.kubernetes.io/last-applied-configuration': '{}' } } },
      want: 'Children',
    },
    'somebody applies it on the server: what it created': {
      given: { metadata: { managedFields: [{ manager: 'ci', operation: 'Apply' }] } },
      want: 'Children',
    },
    'it was created, and is updated: the run': {
      given: { metadata: { managedFields: [{ manager: 'kubectl-create', operation: 'Update' }] } },
      want: 'Run',
    },
  };
  test.each(Object.entries(cases))('%s', (_, { given, retention = week, want }) => {
    const { phase = 'Succeeded', endedDaysAgo = 8, metadata } = given;
    const run = { metadata: { name: 'run', ...metadata }, phase, endTime: ago(endedDaysAgo * DAY) };
    const { goes, requeueAfterSeconds: seconds } = expiryOf(run, retention, now);
    expect([goes, seconds === undefined ? [] : Math.round(seconds)].flat().join(' ')).toBe(want);
  });
});

const reported = (changes: readonly { type: string; object: { kind: string } }[] = []) =>
  changes.map(({ type, object }) => `${type} ${object.kind}`);

describe('a pass over a finished BatchRun', () => {
  function outcome({ phase = 'Succeeded', endedDaysAgo = 8, jobs = 'runtime', metadata }: Given) {
    const run = makeRun({ jobs }, { phase, completionTime: ago(endedDaysAgo * DAY) });
    const ended: BatchRun = { ...run, metadata: { ...run.metadata, ...metadata } };
    const world = makeWorld({ run: ended, jobs: [makeJob(0, complete())] });
    const { desired, amendments } = reconcile({ ...observe(world), retention: week }, now);
    return { asks: reported(amendments), keeps: desired.map(({ kind }) => kind) };
  }

  test('kept long enough: asks for its removal', () => {
    expect(outcome({}).asks).toEqual(['delete BatchRun']);
  });
  test('not long enough: keeps its Jobs', () => {
    expect(outcome({ endedDaysAgo: 2 })).toEqual({ asks: [], keeps: ['Job'] });
  });
  test('from Git: only its Jobs go', () => {
    expect(outcome({ metadata: tracked })).toEqual({ asks: [], keeps: [] });
  });
  test('its Jobs are in Git, too: nothing goes', () => {
    expect(outcome({ jobs: 'synthesized' })).toEqual({ asks: [], keeps: ['Job'] });
  });
});

describe('a pass over a finished TaskRun', () => {
  function asks(metadata: Partial<ObjectMeta> = {}, endedDaysAgo = 8) {
    const status = { phase: 'Succeeded', podName: taskRun.podName, completionTime: ago(endedDaysAgo * DAY) } as const;
    const run = taskRun.makeRun({}, status, metadata);
    const { ownerReferences = [] } = taskRun.makePod().metadata;
    const scripts: ObservedScripts = {
      ...{ apiVersion: 'v1', kind: 'ConfigMap' },
      metadata: { name: 'hello-1-scripts', namespace: 'team', ownerReferences },
    };
    const pods = [taskRun.succeededPod()];
    const { changes } = taskRun.pass(taskRun.makeWorld({ run, pods, configMaps: [scripts], retention: week }));
    return reported(changes);
  }

  test('kept long enough: asks for its removal', () => {
    expect(asks()).toEqual(['delete TaskRun']);
  });
  test('not long enough: nothing', () => {
    expect(asks({}, 2)).toEqual([]);
  });
  test('from Git: only its Pod goes', () => {
    expect(asks(tracked)).toEqual(['delete Pod']);
  });
});
