import { describe, expect, test } from '@jest/globals';
import type { JobView } from '../../../../runtime/batch-run/jobs/job-view.js';
import type { ObservedTaskPod } from '../../../../runtime/batch-run/observed.js';
import { cancelledJobState, cancelledWithoutJob } from '../../../../runtime/batch-run/tasks/cancelled-task.js';
import { ago, complete, failed, makeGatedJob, makeGatedPod, makeJob, makePod, now } from '../world.js';

const began = ago(90);
const begun = makeJob(0, { startTime: began });
const held = { ...begun, spec: { parallelism: 0 } };
const terminated = (exitCode: number, message?: string) => ({
  name: 'agent',
  state: { terminated: { exitCode, startedAt: ago(80), finishedAt: ago(5), ...(message && { message }) } },
});
const stopped = (container = terminated(143)): ObservedTaskPod =>
  makePod(0, { phase: 'Failed', reason: 'DeadlineExceeded', containerStatuses: [container] });
const bound = (phase: string, containers: NonNullable<ObservedTaskPod['status']>['containerStatuses'] = []) => ({
  ...makePod(0, { phase, containerStatuses: containers ?? [] }),
  spec: { nodeName: 'node' },
});
const agentRuns = [{ name: 'agent', state: { running: { startedAt: ago(80) } } }];

const cases: Record<string, { job?: JobView['job']; pods?: readonly ObservedTaskPod[]; want: object }> = {
  'its Pod was stopped: when it began, and when it ended': {
    pods: [stopped()],
    want: { phase: 'Cancelled', reason: 'Cancelled', startTime: began, completionTime: ago(5) },
  },
  'its Pod was stopped, and its agent had reported something: that': {
    pods: [stopped(terminated(143, '{"costUsd":2}'))],
    want: {
      ...{ phase: 'Cancelled', reason: 'Cancelled', startTime: began, completionTime: ago(5) },
      result: { costUsd: 2 },
    },
  },
  'its Pod was stopped and ignored that: what to do': {
    pods: [stopped(terminated(137))],
    want: {
      ...{ phase: 'Cancelled', reason: 'Cancelled', startTime: began, completionTime: ago(5) },
      message: expect.stringContaining('container agent ignored SIGTERM'),
    },
  },
  'its Pod was stopped, and no container says when: now': {
    pods: [makePod(0, { phase: 'Failed', reason: 'DeadlineExceeded' })],
    want: { phase: 'Cancelled', reason: 'Cancelled', startTime: began, completionTime: ago(0) },
  },
  'its Pod failed by itself, and its Job with it: failed': {
    job: makeJob(0, failed()),
    pods: [makePod(0, { phase: 'Failed', containerStatuses: [terminated(3)] })],
    want: {
      ...{ phase: 'Failed', reason: 'AgentFailed', startTime: ago(40), completionTime: ago(30) },
      message: expect.stringContaining('exited with code 3'),
    },
  },
  'its Job succeeded: succeeded': {
    job: makeJob(0, complete()),
    pods: [makePod(0, { phase: 'Succeeded' })],
    want: { phase: 'Succeeded', reason: 'Completed', startTime: ago(40), completionTime: ago(30) },
  },
  'its Pod succeeded, and its Job has yet to say so: as if the run were not cancelled': {
    pods: [makePod(0, { phase: 'Succeeded' })],
    want: { phase: 'Running', reason: 'Running', startTime: began },
  },
  'its Job is held and no Pod is there: over': {
    job: held,
    want: { phase: 'Cancelled', reason: 'Cancelled', startTime: began, completionTime: ago(0) },
  },
  'its Job is suspended and its Pod has ended: over': {
    job: { ...begun, spec: { suspend: true } },
    pods: [makePod(0, { phase: 'Failed' })],
    want: { phase: 'Cancelled', reason: 'Cancelled', startTime: began, completionTime: ago(0) },
  },
  'its Job is held, its Pods get a gate, and none has begun: over, and it has no start': {
    job: { ...makeGatedJob(0, { startTime: began }), spec: { ...makeGatedJob(0).spec, parallelism: 0 } },
    want: { phase: 'Cancelled', reason: 'Cancelled', completionTime: ago(0) },
  },
  'its Job is not held yet, and no Pod is there: not over': { want: { phase: 'Pending', reason: 'Cancelling' } },
  'its Job is held, and a Pod without a node is going: not over': {
    job: held,
    pods: [makeGatedPod(0)],
    want: { phase: 'Pending', reason: 'Cancelling' },
  },
  'its agent runs: is being stopped': {
    pods: [bound('Running', agentRuns)],
    want: {
      ...{ phase: 'Running', reason: 'Cancelling', startTime: began },
      message: 'the containers are being stopped',
    },
  },
  'its Pod has a node, and its agent has not begun: is being stopped, and never ran': {
    pods: [bound('Pending')],
    want: {
      ...{ phase: 'Pending', reason: 'Cancelling', startTime: began },
      message: 'the containers are being stopped',
    },
  },
};

describe('a task of a cancelled run', () => {
  test.each(Object.entries(cases))('%s', (_, { job = begun, pods = [], want }) => {
    const view: JobView = { job, pod: pods[0], endedPods: pods.length, jobWarning: undefined, podWarning: undefined };
    const state = cancelledJobState(view, pods, now);
    expect(state).toEqual(want);
  });
});

test.each([
  ['began', began, { startTime: began }],
  ['never began', undefined, {}],
])('a task without a Job that %s', (_, startTime, times) => {
  expect(cancelledWithoutJob(startTime, now)).toEqual({
    phase: 'Cancelled',
    reason: 'Cancelled',
    completionTime: ago(0),
    ...times,
  });
});
