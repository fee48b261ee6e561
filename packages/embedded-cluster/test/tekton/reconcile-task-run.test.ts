import { describe, expect, test } from '@jest/globals';
import type { Pod } from '../../objects.js';
import type { TaskRun, TaskSpec } from '../../tekton/objects.js';
import { reconcileTaskRun } from '../../tekton/task-run/reconcile.js';

const now = Date.parse('2026-01-01T00:10:00Z');
const startTime = '2026-01-01T00:00:00Z';
const spec: TaskSpec = {
  results: [{ name: 'r' }],
  steps: [
    { name: 'a', image: 'i' },
    { name: 'b', image: 'i' },
  ],
};

const makeRun = (rest: Partial<TaskRun['spec']> = {}, status: TaskRun['status'] = { startTime }): TaskRun => ({
  apiVersion: 'tekton.dev/v1',
  kind: 'TaskRun',
  metadata: { name: 'r', namespace: 'ns' },
  spec: { taskSpec: spec, ...rest },
  status,
});

const ended = (name: string, exitCode: number) => ({
  name,
  image: 'i',
  state: { terminated: { exitCode, reason: exitCode ? 'Error' : 'Completed' } },
});
const waiting = (name: string, reason: string) => ({
  name,
  image: 'i',
  state: { waiting: { reason, message: 'why' } },
});
const makePod = (phase: string, ...statuses: object[]): Pod =>
  ({
    apiVersion: 'v1',
    kind: 'Pod',
    metadata: { name: 'r-pod' },
    spec: { containers: [] },
    status: { phase, containerStatuses: statuses },
  }) as unknown as Pod;

interface Case {
  readonly run?: TaskRun;
  readonly pod?: Pod;
  readonly files?: Record<string, string>;
  readonly want: { text: string; startsPod?: boolean; removesPod?: boolean; results?: string[]; attempts?: number };
}

const runningWords = 'Not all Steps in the Task have finished executing';
const cases: Record<string, Case> = {
  'no Pod yet: starts one': { want: { text: `Unknown Running: ${runningWords}`, startsPod: true } },
  'its Pod runs: waits': {
    pod: makePod('Running', ended('step-a', 0)),
    files: { r: 'not yet' },
    want: { text: `Unknown Running: ${runningWords}` },
  },
  'all steps are done: succeeded, with the declared results': {
    pod: makePod('Succeeded', ended('step-a', 0), ended('step-b', 0)),
    files: { r: 'v', other: 'x' },
    want: { text: 'True Succeeded: All Steps have completed executing', results: ['r=v'] },
  },
  'a result too long to be reported: failed, without it': {
    pod: makePod('Succeeded', ended('step-a', 0), ended('step-b', 0)),
    files: { r: 'v'.repeat(4096) },
    want: {
      text: 'False TaskRunResultLargerThanAllowedLimit: the results take 4137 bytes; at most 4096 can be reported',
    },
  },
  'a step failed: failed, by its name and code': {
    pod: makePod('Failed', ended('step-a', 0), ended('step-b', 3)),
    want: { text: 'False StepFailed: "step-b" exited with code 3: Error' },
  },
  'a step failed that has said why: its result is in the message': {
    pod: makePod('Failed', ended('step-a', 1)),
    files: { r: 'because' },
    want: { text: 'False StepFailed: "step-a" exited with code 1: Error', results: ['r=because'] },
  },
  'a step failed, one retry is left: another attempt': {
    run: makeRun({ retries: 1 }),
    pod: makePod('Failed', ended('step-a', 1)),
    want: { text: 'Unknown ToBeRetried: "step-a" exited with code 1: Error', attempts: 1 },
  },
  'no retry is left: failed': {
    run: makeRun({ retries: 1 }, { startTime, retriesStatus: [{}] }),
    pod: makePod('Failed', ended('step-a', 1)),
    want: { text: 'False StepFailed: "step-a" exited with code 1: Error', attempts: 1 },
  },
  'nothing stands for an image: failed at once': {
    pod: makePod('Pending', waiting('step-a', 'ErrImagePull')),
    want: {
      text: 'False TaskRunImagePullFailed: the step "a" in TaskRun "r" failed to pull the image "i". The pod errored with the message: "why"',
      removesPod: true,
    },
  },
  'a Secret is missing: waits': {
    pod: makePod('Pending', waiting('step-a', 'CreateContainerConfigError')),
    want: { text: `Unknown Running: ${runningWords}` },
  },
  'it is cancelled: its Pod goes, and it is not retried': {
    run: makeRun({ status: 'TaskRunCancelled', statusMessage: 'Because.', retries: 3 }),
    pod: makePod('Running'),
    want: { text: 'False TaskRunCancelled: TaskRun "r" was cancelled. Because.', removesPod: true },
  },
  'its time is over: its Pod goes': {
    run: makeRun({ timeout: '10m' }),
    pod: makePod('Running'),
    want: { text: 'False TaskRunTimeout: TaskRun "r" failed to finish within "10m"', removesPod: true },
  },
  'no such Task: failed': {
    run: makeRun({ taskRef: { name: 't' } }),
    want: { text: 'False TaskRunResolutionFailed: there is no Task t in this namespace' },
  },
  'a step refers to another step: refused': {
    run: makeRun({ taskSpec: { steps: [{ image: 'i', script: 'cat $(steps.a.exitCode.path)' }] } }),
    want: {
      text: 'False TaskRunValidationFailed: the embedded cluster runs only a part of Tekton, which has no $(steps.a.exitCode.path) here; install Tekton for more',
    },
  },
};

describe('reconcileTaskRun', () => {
  test.each(Object.entries(cases))('%s', (_, { run = makeRun(), pod, files = {}, want }) => {
    const resultFiles = () => new Map(Object.entries(files));
    const task = run.spec.taskRef ? undefined : run.spec.taskSpec;
    const { status, startsPod, removesPod } = reconcileTaskRun({ run, spec: task, pod, resultFiles }, now);
    const [condition] = status.conditions ?? [];
    expect({
      text: `${condition?.status} ${condition?.reason}: ${condition?.message}`,
      startsPod,
      removesPod,
      results: status.results?.map(({ name, value }) => `${name}=${value}`) ?? [],
      attempts: status.retriesStatus?.length ?? 0,
    }).toEqual({ startsPod: false, removesPod: false, results: [], attempts: 0, ...want });
    expect(status.completionTime !== undefined).toBe(condition?.status !== 'Unknown');
  });
});
