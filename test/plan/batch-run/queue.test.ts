import { describe, expect, test } from '@jest/globals';
import { planAgent } from '../../../plan/agent/plan.js';
import type { BatchRunInputs } from '../../../plan/batch-run/inputs.js';
import { paceOf } from '../../../plan/batch-run/pace.js';
import { planBatchRun } from '../../../plan/batch-run/plan.js';
import { batchRunProblems } from '../../../plan/batch-run/problems.js';
import { makeAgentInputs } from '../agent/sample.js';
import { makeBatch, makeInputs } from '../sample.js';

const queue = { name: 'team-a', priorityClass: 'low' };
const labels = { 'kueue.x-k8s.io/queue-name': 'team-a', 'kueue.x-k8s.io/priority-class': 'low' };

interface PlannedJob {
  readonly metadata: { readonly labels: object };
  readonly spec: {
    readonly suspend?: boolean;
    readonly template: { readonly metadata: { readonly labels: object }; readonly spec: object };
  };
}

const jobOf = (inputs: Partial<BatchRunInputs>): PlannedJob =>
  planBatchRun(makeInputs(inputs)).tasks[0]?.job() as unknown as PlannedJob;

describe('a queue of Kueue', () => {
  test.each(['runtime', 'synthesized'] as const)(
    'labels a %s Job, not its Pods; neither suspend nor a start gate is set',
    (jobs) => {
      const run = { name: 'update-001', namespace: 'team', jobs };
      const { metadata, spec } = jobOf({ run, workspace: { queue } });
      expect(metadata.labels).toMatchObject(labels);
      expect(spec).not.toHaveProperty('suspend');
      expect(spec.template.spec).not.toHaveProperty('schedulingGates');
      expect(spec.template.metadata.labels).toEqual(jobOf({ run }).spec.template.metadata.labels);
    },
  );

  test('without a priority: one label', () =>
    expect(jobOf({ workspace: { queue: { name: 'a' } } }).metadata.labels).not.toHaveProperty(
      'kueue.x-k8s.io/priority-class',
    ));

  test('all Jobs are created at once, for Kueue to choose from', () =>
    expect(paceOf(makeInputs({ workspace: { queue } }))).toEqual({ maxConcurrency: Number.POSITIVE_INFINITY }));

  const cases: Record<string, { inputs: Partial<BatchRunInputs>; want: string[] }> = {
    'alone: nothing': { inputs: {}, want: [] },
    'with maxConcurrency: 0, which is no limit: nothing': {
      inputs: { run: { name: 'r', maxConcurrency: 0 } },
      want: [],
    },
    'with a limit of the run': { inputs: { run: { name: 'r', maxConcurrency: 2 } }, want: ['run spec.maxConcurrency'] },
    'with a limit of the Batch': {
      inputs: { batch: { name: 'b', spec: makeBatch({ maxConcurrency: 2 }) } },
      want: ['template spec.maxConcurrency'],
    },
    'with a shared limit': {
      inputs: { workspace: { queue, concurrency: { limitKey: 'a', limit: 1 } } },
      want: ['workspace spec.concurrency'],
    },
  };
  test.each(Object.entries(cases))('%s', (_, { inputs, want }) => {
    const problems = batchRunProblems(makeInputs({ workspace: { queue }, ...inputs }));
    expect(problems.map(({ owner, path }) => `${owner} ${path}`)).toEqual(want);
  });

  test('labels the Deployment of an Agent, not its Pods and Service', () => {
    const { deployment, service } = planAgent(makeAgentInputs({ queue }));
    const plain = planAgent(makeAgentInputs());
    expect(deployment.metadata.labels).toEqual({ ...plain.deployment.metadata.labels, ...labels });
    expect(deployment.spec).toEqual(plain.deployment.spec);
    expect(service).toEqual(plain.service);
  });
});
