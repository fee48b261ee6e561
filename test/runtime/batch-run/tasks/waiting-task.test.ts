import { expect, test } from '@jest/globals';
import type { TaskStatus } from '../../../../api/generated/kinds.js';
import { isWaiting } from '../../../../runtime/batch-run/policies/concurrency.js';
import { explainWaiting } from '../../../../runtime/batch-run/tasks/waiting-task.js';
import { type PlanState, planStateOf } from '../../../../runtime/batch-run/template/plan-state.js';
import { resolveTemplate } from '../../../../runtime/batch-run/template/template.js';
import { makeBatchObject, makeRun, now } from '../world.js';

type Planned = Exclude<PlanState, { kind: 'Unplanned' }>;
const planned = planStateOf(
  makeRun(),
  resolveTemplate({ run: makeRun(), batch: makeBatchObject(), workspace: undefined }),
  now,
) as Planned;
const held = (reason: 'TemplateChanged' | 'BatchNotFound' | 'WorkspaceConfigNotFound' | 'InvalidSpec'): Planned => ({
  ...{ kind: 'Held', planHash: 'x', total: 1, problem: { reason, message: '' } },
});
const task = (phase: TaskStatus['phase'], reason: string): TaskStatus => ({ index: 0, jobName: 'job', phase, reason });

interface Case {
  readonly task?: TaskStatus;
  readonly suspend?: boolean;
  readonly planState?: Planned;
  readonly queued?: boolean;
  readonly want: string;
}

const cases: Record<string, Case> = {
  'nothing holds it: it is about to get its Job': { want: 'JobPending' },
  'others come first: it waits for its turn': { queued: true, want: 'Queued' },
  'the run is paused, whatever else holds it: that': {
    ...{ suspend: true, planState: held('TemplateChanged'), queued: true },
    want: 'Suspended',
  },
  'the template changed, whoever comes first: that': {
    ...{ planState: held('TemplateChanged'), queued: true },
    want: 'TemplateChanged',
  },
  'the template is wrong by now: it changed': { planState: held('InvalidSpec'), want: 'TemplateChanged' },
  'the Batch is gone: that': { planState: held('BatchNotFound'), want: 'TemplateNotFound' },
  'the WorkspaceConfig is gone: that': { planState: held('WorkspaceConfigNotFound'), want: 'TemplateNotFound' },
  'its Job is held, and the run is paused: that': {
    ...{ task: task('Pending', 'Queued'), suspend: true },
    want: 'Suspended',
  },
  'it has another reason, and the run is paused: its own': {
    ...{ task: task('Pending', 'PodPending'), suspend: true },
    want: 'PodPending',
  },
};

test.each(Object.entries(cases))('a task that waits: %s', (_, { want, ...given }) => {
  const { task: waiting = task('Pending', 'JobPending'), suspend = false, planState = planned, queued } = given;
  const explained = explainWaiting(waiting, makeRun({ suspend }), planState, new Set(queued ? ['job'] : []));
  expect(explained).toEqual({ ...waiting, reason: want });
});

test.each([
  ['Pending JobPending', true],
  ['Pending Queued', true],
  ['Pending PodPending', false],
  ['Running Running', false],
])('whether a task could start: %s', (state, want) => {
  const [phase = '', reason = ''] = state.split(' ');
  expect(isWaiting(task(phase as TaskStatus['phase'], reason))).toBe(want);
});
