import { expect, test } from '@jest/globals';
import type { TaskStatus } from '../../../../api/generated/kinds.js';
import { type RunFailure, runFailure } from '../../../../runtime/batch-run/tasks/run-failure.js';
import { type PlanState, planStateOf } from '../../../../runtime/batch-run/template/plan-state.js';
import { resolveTemplate } from '../../../../runtime/batch-run/template/template.js';
import type { CreateFailure } from '../../../../runtime/creations/create-failures.js';
import { makeBatchObject, makeRun, now } from '../world.js';

const task = (index: number, reason: string, more: Partial<TaskStatus> = {}): TaskStatus => ({
  ...{ index, jobName: `job-${index}`, phase: 'Pending', reason, message: `message ${index}` },
  ...more,
});

const template = resolveTemplate({ run: makeRun(), batch: makeBatchObject(), workspace: undefined });
const planned = planStateOf(makeRun(), template, now);
const textNames = planned.kind === 'Planned' ? planned.plan.configMaps.map(({ metadata }) => metadata.name) : [];
const refused: CreateFailure = { reason: 'Forbidden', message: 'exceeded quota' };
const problem = { reason: 'TemplateChanged', message: 'it changed' } as const;
const held: PlanState = { kind: 'Held', planHash: 'x', total: 2, problem };

interface Case {
  readonly tasks: readonly TaskStatus[];
  readonly planState?: PlanState;
  readonly failures?: ReadonlyMap<string, CreateFailure>;
  readonly want: RunFailure | undefined;
}

const cases: Record<string, Case> = {
  'nothing is wrong: nothing': { tasks: [task(0, 'JobPending')], want: undefined },
  'the template changed, and a task waits for it: that': {
    tasks: [task(0, 'JobPending'), task(1, 'TemplateChanged')],
    planState: held,
    want: problem,
  },
  'the template is gone, and a task waits for it: that': {
    tasks: [task(0, 'TemplateNotFound')],
    planState: held,
    want: problem,
  },
  'the template changed, and no task needs it any more: nothing': {
    tasks: [task(0, 'PodPending')],
    planState: held,
    want: undefined,
  },
  'the template changed, and a task that ended says so: nothing': {
    tasks: [task(0, 'TemplateChanged', { phase: 'Failed' })],
    planState: held,
    want: undefined,
  },
  'a text was refused: why': {
    tasks: [task(0, 'JobPending')],
    failures: new Map(textNames.map((name) => [name, refused])),
    want: { reason: 'CreateFailed', message: 'exceeded quota' },
  },
  'something else was refused: nothing': {
    tasks: [task(0, 'JobPending')],
    failures: new Map([['another', refused]]),
    want: undefined,
  },
  'a text that the changed template no longer has was refused: nothing': {
    tasks: [task(0, 'PodPending')],
    planState: held,
    failures: new Map(textNames.map((name) => [name, refused])),
    want: undefined,
  },
  'a Job was refused: of which task, and why': {
    tasks: [task(0, 'JobPending'), task(1, 'CreateFailed'), task(2, 'CreateFailed')],
    want: { reason: 'CreateFailed', message: 'task 1: message 1' },
  },
  'a name is taken: of which task': {
    tasks: [task(0, 'JobConflict')],
    want: { reason: 'CreateFailed', message: 'task 0: message 0' },
  },
  'a text and a Job were refused: the text, which all tasks need': {
    tasks: [task(0, 'CreateFailed')],
    failures: new Map(textNames.map((name) => [name, refused])),
    want: { reason: 'CreateFailed', message: 'exceeded quota' },
  },
  'one Job was not applied: what to do': {
    tasks: [task(0, 'JobNotApplied'), task(1, 'PodPending')],
    want: {
      reason: 'JobsNotApplied',
      message: '1 Job missing; apply the Jobs that were synthesized with the run',
    },
  },
  'two Jobs were not applied: how many': {
    tasks: [task(0, 'JobNotApplied'), task(1, 'JobNotApplied')],
    want: {
      reason: 'JobsNotApplied',
      message: '2 Jobs missing; apply the Jobs that were synthesized with the run',
    },
  },
};

test('the sample has a text, and two scripts', () => {
  expect(textNames).toHaveLength(3);
});

test.each(Object.entries(cases))('%s', (_, { tasks, planState = planned, failures = new Map(), want }) => {
  expect(runFailure(tasks, planState, failures)).toEqual(want);
});
