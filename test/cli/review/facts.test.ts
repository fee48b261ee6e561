import { describe, expect, test } from '@jest/globals';
import { sideOfManifests } from '../../../cli/review/side-of-manifests.js';
import type { KubernetesObject } from '../../../packages/kubernetes-conventions/kubernetes-object.js';
import { earlierResults } from '../../../plan/review/earlier-results.js';
import { estimateOf } from '../../../plan/review/estimate.js';
import type { NewAuthority } from '../../../plan/review/plan-review.js';
import { reviewPlan } from '../../../plan/review/review-plan.js';
import { sideOf } from '../../../plan/review/side.js';
import { type CaseSpec, campaign, prompt, review } from './sample.js';

const object = (apiVersion: string, kind: string, fields: object, annotations?: object): KubernetesObject =>
  ({
    apiVersion,
    kind,
    metadata: { name: 'x', namespace: 'team', ...(annotations && { annotations }) },
    ...fields,
  }) as KubernetesObject;

const job = (spec: object, annotations?: object): KubernetesObject =>
  object('batch/v1', 'Job', { spec: { template: { spec } } }, annotations);
const container = {
  name: 'c',
  image: 'c:1',
  securityContext: { allowPrivilegeEscalation: false, capabilities: { drop: ['ALL'] } },
};
const restricted = {
  securityContext: { runAsNonRoot: true, seccompProfile: { type: 'RuntimeDefault' } },
  containers: [container],
};

describe('what the tasks that run ask for', () => {
  const resources = { requests: { cpu: '500m', memory: '1Gi' }, limits: { memory: '2Gi' } };
  const cases: Record<string, { after: CaseSpec; want: object }> = {
    'no limit of concurrency: all at a time': {
      after: { repos: ['a', 'b', 'c'], workspace: { resources } },
      want: {
        pods: 3,
        requests: { cpu: 1.5, memory: 3 * 2 ** 30 },
        limits: { cpu: 0, memory: 6 * 2 ** 30 },
        podsWithoutRequests: 0,
        podsWithoutLimits: 3,
      },
    },
    'a limit of the Batch': {
      after: { repos: ['a', 'b', 'c'], workspace: { resources }, batch: { maxConcurrency: 2 } },
      want: { pods: 3, concurrency: 2, requests: { cpu: 1, memory: 2 * 2 ** 30 } },
    },
    'a limit of the run before that of the Batch': {
      after: { repos: ['a', 'b'], workspace: { resources }, batch: { maxConcurrency: 2 }, run: { maxConcurrency: 1 } },
      want: { concurrency: 1, requests: { cpu: 0.5, memory: 2 ** 30 } },
    },
    'a limit that runs share': {
      after: { repos: ['a', 'b'], workspace: { resources, concurrency: { limitKey: 'model', limit: 1 } } },
      want: { concurrency: 1, sharedLimit: 'model: 1', requests: { cpu: 0.5, memory: 2 ** 30 } },
    },
    'the default of the controller': {
      after: { repos: Array.from({ length: 12 }, (_, i) => `r${i}`), run: { jobs: 'runtime' } },
      want: { pods: 12, concurrency: 10, podsWithoutRequests: 12 },
    },
  };
  test.each(Object.entries(cases))('%s', (_, { after, want }) => {
    expect(review([], campaign(after)).runs[0]?.workload).toMatchObject(want);
  });
});

describe('the estimate', () => {
  const task = (name: string, seconds: number, costUsd?: number) => ({
    name,
    key: '',
    phase: 'Succeeded',
    startTime: '2026-03-01T10:00:00Z',
    completionTime: new Date(Date.parse('2026-03-01T10:00:00Z') + seconds * 1000).toISOString(),
    ...(costUsd === undefined ? {} : { result: { costUsd } }),
  });
  test('three tasks: what each took, and the mean for one without a result', () => {
    const results =
      earlierResults([task('myorg-a', 100, 1), task('myorg-b', 200, 3), { ...task('x', 900), phase: 'Running' }]) ?? [];
    const tasks = ['myorg-a', 'myorg-b', 'myorg-c'].map(
      (name) => ({ name, key: 'none', repository: '', index: '' }) as never,
    );
    expect(estimateOf(tasks, 2, { source: 'file', tasks: results })).toEqual({
      source: 'file',
      tasks: 2,
      seconds: 225,
      costUsd: 6,
    });
  });
  test('one at a time: the sum; all at a time: the longest', () => {
    const results = earlierResults([task('myorg-a', 100), task('myorg-b', 200)]) ?? [];
    const tasks = ['myorg-a', 'myorg-b'].map((name) => ({ name, key: 'none' }) as never);
    const seconds = [1, Number.POSITIVE_INFINITY].map(
      (n) => estimateOf(tasks, n, { source: '', tasks: results })?.seconds,
    );
    expect(seconds).toEqual([300, 200]);
  });
  const bad: Record<string, { value: unknown; want: unknown }> = {
    'no list': { value: { a: 1 }, want: undefined },
    'a list of other things': { value: [1], want: undefined },
    'the status of a run': {
      value: { kind: 'BatchRun', status: { tasks: [task('a', 1)] } },
      want: [{ name: 'a', key: '', hasSucceeded: true, seconds: 1 }],
    },
    'a reused task took no time': {
      value: [{ ...task('a', 1), reason: 'Reused' }],
      want: [{ name: 'a', key: '', hasSucceeded: true }],
    },
    'a cost below zero is none': {
      value: [task('a', 1, -5)],
      want: [{ name: 'a', key: '', hasSucceeded: true, seconds: 1 }],
    },
    'times that are none': {
      value: [{ ...task('a', 1), startTime: 'x' }],
      want: [{ name: 'a', key: '', hasSucceeded: true }],
    },
  };
  test.each(Object.entries(bad))('%s', (_, { value, want }) => expect(earlierResults(value)).toEqual(want));
});

test('a task whose key has succeeded in an earlier run, where results are reused: it does not run', () => {
  const after = sideOf(sideOfManifests(campaign({ batch: { reuse: 'succeeded' } })));
  const [task] = [...after.runs.values()].flatMap(({ tasks }) => tasks);
  const results = earlierResults([{ name: 'x', key: task?.key, phase: 'Succeeded' }]) ?? [];
  const report = reviewPlan({
    base: { type: 'Git', name: 'main' },
    before: sideOf([]),
    after,
    results: () => ({ source: 'batchrun/earlier', tasks: results }),
  });
  expect(report.runs[0]).toMatchObject({ counts: { Reused: 1, Added: 1 }, workload: { pods: 1 } });
});

describe('what is used for the first time', () => {
  const cases: Record<string, { before: KubernetesObject[]; after: KubernetesObject[]; want: Partial<NewAuthority> }> =
    {
      nothing: { before: [job(restricted)], after: [job(restricted)], want: {} },
      'an image that another object has had': {
        before: [object('v1', 'Pod', { spec: restricted })],
        after: [job(restricted)],
        want: {},
      },
      'Secrets, wherever they are named': {
        before: [],
        after: [
          object('example.com/v1', 'Other', {
            spec: {
              a: { secretName: 'one' },
              b: [{ valueFrom: { secretKeyRef: { name: 'two', key: 'k' } } }],
              c: { secretRef: { name: 'three' } },
              d: { projected: { sources: [{ secret: { name: 'four' } }] } },
              imagePullSecrets: [{ name: 'five' }],
              serviceAccountName: 'robot',
            },
          }),
        ],
        want: {
          secrets: ['one', 'two', 'three', 'four', 'five'].map((name) => ({
            name,
            namespace: 'team',
            object: 'Other team/x',
          })),
          serviceAccounts: [{ name: 'robot', namespace: 'team', object: 'Other team/x' }],
        },
      },
      'a Pod that needs more than before': {
        before: [job(restricted)],
        after: [job({ ...restricted, hostNetwork: true })],
        want: {
          podSecurity: [
            {
              level: 'privileged',
              namespace: 'team',
              object: 'Job team/x',
              reasons: ['spec.template.spec.hostNetwork: shares a namespace with the node; remove it'],
            },
          ],
        },
      },
    };
  test.each(Object.entries(cases))('%s', (_, { before, after, want }) => {
    const none = { images: [], secrets: [], serviceAccounts: [], tokenAudiences: [], podSecurity: [] };
    expect(review(before, after).authority).toEqual({ ...none, ...want });
  });
  test('a WorkspaceConfig alone: its agent image and its Secrets', () => {
    const [workspace] = campaign({
      workspace: { agentImage: 'evil:1', credentials: [{ name: 'c', secretRef: { name: 's', key: 'k' }, env: 'C' }] },
    });
    const { images, secrets } = review([], workspace ? [workspace] : []).authority;
    expect([images.map(({ name }) => name), secrets.map(({ name }) => name)]).toEqual([['evil:1'], ['s']]);
  });
});

describe('objects that no update may change', () => {
  const changed = { ...restricted, hostname: 'other' };
  const cases: Record<string, { before: KubernetesObject; after: KubernetesObject; want: string[] }> = {
    'a Job': { before: job(restricted), after: job(changed), want: ['Refused Job spec.template'] },
    'a Job that Argo CD replaces': {
      before: job(restricted),
      after: job(changed, { 'argocd.argoproj.io/sync-options': 'Replace=true,Force=true' }),
      want: ['Replaced Job spec.template'],
    },
    'an immutable ConfigMap': {
      before: object('v1', 'ConfigMap', { data: { a: '1' }, immutable: true }),
      after: object('v1', 'ConfigMap', { data: { a: '2' }, immutable: true }),
      want: ['Refused ConfigMap data'],
    },
    'a ConfigMap': {
      before: object('v1', 'ConfigMap', { data: { a: '1' } }),
      after: object('v1', 'ConfigMap', { data: { a: '2' } }),
      want: [],
    },
  };
  test.each(Object.entries(cases))('%s', (_, { before, after, want }) => {
    const { immutables } = review([before], [after]);
    expect(immutables.map(({ outcome, kind, fields }) => `${outcome} ${kind} ${fields.join()}`)).toEqual(want);
  });
  test('300 Jobs with the same change: one entry', () => {
    const places = Array.from({ length: 300 }, (_, i) => `r${i}`);
    const report = review(campaign({ places }), campaign({ places, batch: { commonContext: [prompt('Other.\n')] } }));
    expect(report.immutables).toEqual([
      expect.objectContaining({ outcome: 'Refused', kind: 'Job', fields: ['spec.template'], count: 300 }),
    ]);
  });
});

test('other objects: created, changed field by field, removed', () => {
  const config = (name: string, data: object) =>
    object('v1', 'ConfigMap', { metadata: { name, namespace: 'team' }, data });
  const report = review(
    [config('a', { k: '1', l: '2' }), config('b', {})],
    [config('a', { k: '3', l: '2' }), config('c', {})],
  );
  expect([report.objectCounts, report.objects.map(({ action, name, fields }) => ({ action, name, fields }))]).toEqual([
    { create: 1, change: 1, remove: 1, same: 0 },
    [
      { action: 'Change', name: 'a', fields: [{ path: 'data.k', before: '1', after: '3' }] },
      { action: 'Create', name: 'c', fields: [] },
      { action: 'Remove', name: 'b', fields: [] },
    ],
  ]);
});
