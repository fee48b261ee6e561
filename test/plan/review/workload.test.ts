import { describe, expect, test } from '@jest/globals';
import type { KubernetesObject } from '../../../packages/kubernetes-conventions/kubernetes-object.js';
import type { SideRun } from '../../../plan/review/side.js';
import { workloadOf } from '../../../plan/review/workload.js';
import { makeObject, makeSide, makeTask } from './sample.js';

const size = (cpu?: string | number, memory?: string | number) => ({
  ...(cpu === undefined ? {} : { cpu }),
  ...(memory === undefined ? {} : { memory }),
});
const container = (requests?: object, limits?: object, more: object = {}) => ({
  ...{ name: 'agent', ...more },
  resources: { ...(requests && { requests }), ...(limits && { limits }) },
});
const run: SideRun = {
  ...{ name: 'batchrun/r', namespace: 'team', template: 'batch/t', origin: 'Written', isHistory: false, tasks: [] },
};
const own = (kind: string, name: string, spec: object) => makeObject('kubetask.io/v1alpha1', kind, { spec }, { name });
const gib = 2 ** 30;

describe('what one Pod asks for', () => {
  const cases: Record<string, { pod: object; want: object }> = {
    nothing: {
      pod: { containers: [container()] },
      want: {
        requests: { cpu: 0, memory: 0 },
        limits: { cpu: 0, memory: 0 },
        podsWithoutRequests: 1,
        podsWithoutLimits: 1,
      },
    },
    'requests and limits': {
      pod: { containers: [container(size('500m', '1Gi'), size('1', '2Gi'))] },
      want: {
        requests: { cpu: 0.5, memory: gib },
        limits: { cpu: 1, memory: 2 * gib },
        podsWithoutRequests: 0,
        podsWithoutLimits: 0,
      },
    },
    'a limit without a request: requested as well': {
      pod: { containers: [container(undefined, size(2, '1Gi'))] },
      want: {
        requests: { cpu: 2, memory: gib },
        limits: { cpu: 2, memory: gib },
        podsWithoutRequests: 0,
        podsWithoutLimits: 0,
      },
    },
    'a request without a limit: no limit': {
      pod: { containers: [container(size('1', '1Gi'))] },
      want: { limits: { cpu: 0, memory: 0 }, podsWithoutRequests: 0, podsWithoutLimits: 1 },
    },
    'CPU alone is not all': { pod: { containers: [container(size('1'))] }, want: { podsWithoutRequests: 1 } },
    'memory alone is not all': {
      pod: { containers: [container(size(undefined, '1Gi'))] },
      want: { podsWithoutRequests: 1 },
    },
    'containers add up': {
      pod: { containers: [container(size('1', '1Gi')), container(size('250m', '1Gi'))] },
      want: { requests: { cpu: 1.25, memory: 2 * gib }, podsWithoutRequests: 0 },
    },
    'one container without': {
      pod: { containers: [container(size('1', '1Gi')), container()] },
      want: { requests: { cpu: 1, memory: gib }, podsWithoutRequests: 1 },
    },
    'an init container that asks for more of one thing': {
      pod: { initContainers: [container(size('3', '1Mi'))], containers: [container(size('1', '1Gi'))] },
      want: { requests: { cpu: 3, memory: gib }, podsWithoutRequests: 0 },
    },
    'init containers run one after the other, and need no size': {
      pod: {
        initContainers: [container(size('2')), container(size('2')), container()],
        containers: [container(size('1', '1Gi'))],
      },
      want: { requests: { cpu: 2, memory: gib }, podsWithoutRequests: 0 },
    },
    'a sidecar runs beside the containers': {
      pod: {
        initContainers: [container(size('2', '1Gi'), undefined, { restartPolicy: 'Always' })],
        containers: [container(size('1', '1Gi'))],
      },
      want: { requests: { cpu: 3, memory: 2 * gib }, podsWithoutRequests: 0 },
    },
    'a sidecar without a size': {
      pod: { initContainers: [{ name: 's', restartPolicy: 'Always' }], containers: [container(size('1', '1Gi'))] },
      want: { podsWithoutRequests: 1 },
    },
    'sizes that are none': {
      pod: {
        containers: [
          { name: 'a', resources: { requests: [], limits: { cpu: true, memory: {} } } },
          { name: 'b', resources: 1 },
        ],
      },
      want: { requests: { cpu: 0, memory: 0 }, podsWithoutRequests: 1 },
    },
    'a sum is in whole thousandths': {
      pod: { containers: [container(size('100m')), container(size('200m'))] },
      want: { requests: { cpu: 0.3, memory: 0 } },
    },
  };
  test.each(Object.entries(cases))('%s', (_, { pod, want }) =>
    expect(workloadOf([makeTask({ pod })], run, makeSide([]))).toMatchObject({ pods: 1, ...want }),
  );
});

describe('how many run at a time', () => {
  const cpus = ['1', '4', '2'].map((cpu) => makeTask({ pod: { containers: [container(size(cpu))] } }));
  const shared = { concurrency: { limitKey: 'model', limit: 2 } };
  const cases: Record<string, { objects: KubernetesObject[]; run?: Partial<SideRun>; want: object }> = {
    all: { objects: [], want: { concurrency: undefined, sharedLimit: undefined, cpu: 7 } },
    'a limit of the template: the largest ones': {
      objects: [own('Batch', 't', { maxConcurrency: 2 })],
      want: { concurrency: 2, sharedLimit: undefined, cpu: 6 },
    },
    'a limit that is larger than the run': {
      objects: [own('Batch', 't', { maxConcurrency: 9 })],
      want: { concurrency: 3, sharedLimit: undefined, cpu: 7 },
    },
    'a limit of another template': {
      objects: [own('Batch', 'u', { maxConcurrency: 1 })],
      want: { concurrency: undefined, sharedLimit: undefined, cpu: 7 },
    },
    'a limit of the run before that of the template': {
      objects: [own('Batch', 't', { maxConcurrency: 2 }), own('BatchRun', 'r', { maxConcurrency: 1 })],
      want: { concurrency: 1, sharedLimit: undefined, cpu: 4 },
    },
    'a template in the run': {
      objects: [own('Batch', 't', { maxConcurrency: 2 }), own('BatchRun', 'r', { batchSpec: { maxConcurrency: 1 } })],
      want: { concurrency: 1, sharedLimit: undefined, cpu: 4 },
    },
    'a limit that runs share': {
      objects: [own('WorkspaceConfig', 'default', shared)],
      want: { concurrency: 2, sharedLimit: 'model: 2', cpu: 6 },
    },
    'a limit that runs share is larger than that of the template': {
      objects: [own('WorkspaceConfig', 'default', shared), own('Batch', 't', { maxConcurrency: 1 })],
      want: { concurrency: 1, sharedLimit: 'model: 2', cpu: 4 },
    },
    'a WorkspaceConfig of another name': {
      objects: [own('WorkspaceConfig', 'mine', shared), own('Batch', 't', { workspaceConfigRef: 'mine' })],
      want: { concurrency: 2, sharedLimit: 'model: 2', cpu: 6 },
    },
    'the controller starts ten at a time': {
      objects: [],
      run: { origin: 'Planned' },
      want: { concurrency: 3, sharedLimit: undefined, cpu: 7 },
    },
    'with a queue, Kueue decides': {
      objects: [own('WorkspaceConfig', 'default', { queue: 'q' })],
      run: { origin: 'Planned' },
      want: { concurrency: undefined, sharedLimit: undefined, cpu: 7 },
    },
  };
  test.each(Object.entries(cases))('%s', (_, { objects, run: changed, want }) => {
    const { concurrency, sharedLimit, requests } = workloadOf(cpus, { ...run, ...changed }, makeSide(objects));
    expect({ concurrency, sharedLimit, cpu: requests.cpu }).toEqual(want);
  });

  const labelled = [makeTask({ labels: { 'kubetask.io/limit-key': 'model' } })];
  test('a shared limit of a WorkspaceConfig that is elsewhere is known by its label', () =>
    expect(workloadOf(labelled, run, makeSide([])).sharedLimit).toBe('model'));
  test('a WorkspaceConfig that is there says more than the label', () => {
    const side = makeSide([own('WorkspaceConfig', 'default', { concurrency: { limitKey: 'other', limit: 5 } })]);
    expect(workloadOf(labelled, run, side).sharedLimit).toBe('other: 5');
  });
  test('no task: nothing', () =>
    expect(workloadOf([], run, makeSide([]))).toEqual({
      ...{ pods: 0, requests: { cpu: 0, memory: 0 }, limits: { cpu: 0, memory: 0 } },
      ...{ podsWithoutRequests: 0, podsWithoutLimits: 0 },
    }));
});
