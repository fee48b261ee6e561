import { expect, test } from '@jest/globals';
import type { BatchRun } from '../../../../api/generated/kinds.js';
import { planStateOf } from '../../../../runtime/batch-run/template/plan-state.js';
import { resolveTemplate, type Template } from '../../../../runtime/batch-run/template/template.js';
import { ago, makeBatchObject, makeRun, makeTasks, now } from '../world.js';

const template = resolveTemplate({ run: makeRun(), batch: makeBatchObject(makeTasks(3)), workspace: undefined });
const planHash = template.kind === 'Planned' ? template.plan.hash : '';
const gone: Template = { kind: 'BatchNotFound', message: 'no Batch' };
const wrong: Template = { kind: 'InvalidSpec', message: 'wrong' };
const progress = { total: 2, pending: 2, running: 0, completed: 0, failed: 0 };
const createdAgo = (seconds: number, status?: BatchRun['status']): BatchRun => {
  const run = makeRun({}, status);
  return { ...run, metadata: { ...run.metadata, creationTimestamp: ago(seconds) } };
};
const planning = { reason: 'TasksPending', message: 'the tasks are being planned' };
const changed = {
  reason: 'TemplateChanged',
  message: expect.stringMatching(/^the Batch or WorkspaceConfig changed .*; change it back, or cancel this run and/),
};

interface Case {
  readonly run?: BatchRun;
  readonly template?: Template;
  readonly want: object;
}

const cases: Record<string, Case> = {
  'a new run: waits until its template can be there': {
    run: createdAgo(1),
    want: { kind: 'Unplanned', problem: planning, requeueAfterSeconds: 1 },
  },
  'a new run without a template: the same': {
    run: createdAgo(1),
    template: gone,
    want: { kind: 'Unplanned', problem: planning, requeueAfterSeconds: 1 },
  },
  'a new run that is planned already: its plan': {
    run: createdAgo(1, { planHash, progress }),
    want: { kind: 'Planned', planHash, total: 3 },
  },
  'a run that was never planned: its plan': { want: { kind: 'Planned', planHash, total: 3 } },
  'it was never planned, and its Batch is missing: that': {
    template: gone,
    want: { kind: 'Unplanned', problem: { reason: 'BatchNotFound', message: 'no Batch' } },
  },
  'it was never planned, and its Batch is wrong: that': {
    template: wrong,
    want: { kind: 'Unplanned', problem: { reason: 'InvalidSpec', message: 'wrong' } },
  },
  'it was planned, and its Batch is gone: held, with as many tasks as before': {
    run: createdAgo(60, { planHash, progress }),
    template: gone,
    want: { kind: 'Held', planHash, total: 2, problem: { reason: 'BatchNotFound', message: 'no Batch' } },
  },
  'it was planned, and its Batch is another: held, with as many tasks as before': {
    run: createdAgo(60, { planHash: 'another', progress }),
    want: { kind: 'Held', planHash: 'another', total: 2, problem: changed },
  },
  'it was planned, and its counters are lost: held, with no task': {
    run: createdAgo(60, { planHash: 'another' }),
    want: { kind: 'Held', planHash: 'another', total: 0, problem: changed },
  },
};

test.each(Object.entries(cases))('%s', (_, { run = makeRun(), template: found = template, want }) => {
  const state = planStateOf(run, found, now);
  expect(state).toMatchObject(want);
  expect('requeueAfterSeconds' in state).toBe('requeueAfterSeconds' in want);
});
