import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { argoCustomizations } from '../../constructs/gitops/argocd/customizations.js';
import { argoJobHealth, type Health, type Job } from './argo-job-health.js';
import { fluxHealth } from './flux-health.js';
import { fluxJobStatus } from './flux-job-status.js';
import { runLua } from './lua.js';

const script = argoCustomizations()['resource.customizations.health.batch_Job'] ?? '';
const argoHealth = (job: Job) => runLua(script, job) as Health;

const job = ({ metadata = {}, ...rest }: Partial<Job> = {}): Job => ({
  ...{ apiVersion: 'batch/v1', kind: 'Job', metadata: { name: 'x', generation: 1, ...metadata }, spec: {}, status: {} },
  ...rest,
});
const condition = (type: string, status = 'True') => ({ type, status, message: `${type} is ${status}` });
const ended = (...types: string[]) => ({ conditions: types.map((type) => condition(type)) });
const ours = (rest: Partial<Job> = {}, annotations = {}, labels = {}): Job =>
  job({ ...rest, metadata: { labels: { 'kubetask.io/batch-run': 'r', ...labels }, annotations } });
const queue = { 'kueue.x-k8s.io/queue-name': 'team-a' };
const phase = (value: string) => ({ 'kubetask.io/task-phase': value });

describe('a Job of a BatchRun', () => {
  const waiting = { status: 'Suspended', aggregateAs: 'Healthy' };
  const cases: Record<string, { object: Job; argocd: Partial<Health>; flux: 'InProgress' | 'Failed' | 'Current' }> = {
    'not seen by any controller yet': { object: ours(), argocd: { status: 'Progressing' }, flux: 'InProgress' },
    'waits for its turn, or runs': {
      object: ours({ status: { active: 1, startTime: 'x' } }),
      argocd: { status: 'Progressing', message: 'Its task waits for its turn, or runs' },
      flux: 'InProgress',
    },
    'held by a pause': {
      object: ours({ spec: { parallelism: 0 } }),
      argocd: { ...waiting, message: 'Held until its run is resumed' },
      flux: 'InProgress',
    },
    'held, since its task was reused': {
      object: ours({ spec: { parallelism: 0 } }, phase('Succeeded')),
      argocd: { status: 'Healthy', message: 'Its task has succeeded without it' },
      flux: 'Current',
    },
    'held after its task had failed': {
      object: ours({ spec: { parallelism: 0 } }, phase('Failed')),
      argocd: { status: 'Degraded', message: 'Its task has ended without it: Failed' },
      flux: 'Failed',
    },
    'held, since its run was cancelled': {
      object: ours({ spec: { parallelism: 0 } }, phase('Cancelled')),
      argocd: { status: 'Degraded', message: 'Its task has ended without it: Cancelled' },
      flux: 'Failed',
    },
    'ended by the deletion of its Pod, since its task was reused while Kueue had admitted it': {
      object: ours({ status: ended('Failed') }, phase('Succeeded'), queue),
      argocd: { status: 'Healthy' },
      flux: 'Current',
    },
    'waits for Kueue': {
      object: ours({ spec: { suspend: true }, status: ended('Suspended') }, {}, queue),
      argocd: { ...waiting, message: 'Waits for Kueue to admit it' },
      flux: 'InProgress',
    },
    'admitted by Kueue, and runs': {
      object: ours({ spec: { suspend: false }, status: { conditions: [condition('Suspended', 'False')] } }, {}, queue),
      argocd: { status: 'Progressing' },
      flux: 'InProgress',
    },
    'suspended by somebody': {
      object: ours({ spec: { suspend: true }, status: ended('Suspended') }),
      argocd: { ...waiting, message: 'Job suspended' },
      flux: 'InProgress',
    },
    succeeded: {
      object: ours({ status: ended('SuccessCriteriaMet', 'Complete') }),
      argocd: { status: 'Healthy', message: 'Complete is True' },
      flux: 'Current',
    },
    failed: {
      object: ours({ status: ended('FailureTarget', 'Failed') }),
      argocd: { status: 'Degraded', message: 'Failed is True' },
      flux: 'Failed',
    },
    'with a phase that nobody knows': {
      object: ours({}, phase('x"] or true')),
      argocd: { status: 'Progressing' },
      flux: 'InProgress',
    },
    'without any field that may be absent': {
      object: { apiVersion: 'batch/v1', kind: 'Job', metadata: { labels: { 'kubetask.io/batch-run': 'r' } } },
      argocd: { status: 'Progressing' },
      flux: 'InProgress',
    },
  };
  test.each(Object.entries(cases))('%s', (_, { object, argocd, flux }) => {
    expect(argoHealth(object)).toMatchObject(argocd);
    expect(fluxHealth(object)).toBe(flux);
  });
});

describe('any other Job', () => {
  const optional = <T>(value: fc.Arbitrary<T>) => fc.option(value, { nil: undefined });
  const conditions = fc.array(
    fc.record(
      {
        type: fc.constantFrom('Complete', 'Failed', 'Suspended', 'FailureTarget', 'SuccessCriteriaMet', 'x'),
        status: fc.constantFrom('True', 'False', 'Unknown'),
        message: fc.string(),
      },
      { requiredKeys: ['type', 'status'] },
    ),
    { maxLength: 5 },
  );
  const jobs: fc.Arbitrary<Job> = fc.record({
    apiVersion: fc.constant('batch/v1'),
    kind: fc.constant('Job'),
    metadata: fc.record(
      { labels: fc.dictionary(fc.string(), fc.string()), annotations: fc.dictionary(fc.string(), fc.string()) },
      { requiredKeys: [] },
    ),
    spec: fc.record({ suspend: optional(fc.boolean()), parallelism: optional(fc.nat(2)) }, { requiredKeys: [] }),
    status: fc.record({ conditions }, { requiredKeys: [] }),
  });

  test('Argo CD says what it says itself', () =>
    fc.assert(fc.property(jobs, (object) => expect(argoHealth(object)).toEqual(argoJobHealth(object)))));

  test('Flux says what it says itself', () =>
    fc.assert(fc.property(jobs, (object) => expect(fluxHealth(object)).toBe(fluxJobStatus(object)))));
});
