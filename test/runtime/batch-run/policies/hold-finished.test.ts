import { describe, expect, test } from '@jest/globals';
import type { BatchRun } from '../../../../api/generated/kinds.js';
import { ANNOTATION_TASK_PHASE, LABEL_BATCH_RUN, LABEL_KUEUE_QUEUE } from '../../../../api/labels.js';
import type { LedgerEntry } from '../../../../runtime/batch-run/ledger/ledger.js';
import type { ObservedJob, ObservedTaskPod } from '../../../../runtime/batch-run/observed.js';
import { projectJob } from '../../../../runtime/batch-run/projections.js';
import {
  ago,
  complete,
  failed,
  makeBatchObject,
  makeGatedJob,
  makeGatedPod,
  makeJob,
  makePod,
  makeRun,
  makeTasks,
  pass,
  plannedWorld,
  runName,
  settle,
  type World,
} from '../world.js';

const batch = makeBatchObject({ ...makeTasks(2), reuse: 'succeeded' });
const run = makeRun({ jobs: 'synthesized' });
const keys = plannedWorld({ batch }).run.status?.tasks?.map(({ key = '' }) => key) ?? [];
const ledger = (...indexes: number[]): ReadonlyMap<string, LedgerEntry> =>
  new Map(indexes.map((index) => [keys[index] ?? '', { key: keys[index] ?? '', run: 'earlier' }]));

const annotated = (job: ObservedJob, phase: string): ObservedJob => ({
  ...job,
  metadata: { ...job.metadata, annotations: { [ANNOTATION_TASK_PHASE]: phase } },
});
const held = (job: ObservedJob): ObservedJob => ({ ...job, spec: { ...job.spec, parallelism: 0 } });
const queued = (job: ObservedJob, suspend: boolean): ObservedJob => ({
  ...job,
  metadata: { ...job.metadata, labels: { [LABEL_BATCH_RUN]: runName, [LABEL_KUEUE_QUEUE]: 'team-a' } },
  spec: { ...job.spec, suspend },
});
const [first, second] = [makeGatedJob(0), makeGatedJob(1)];

const asked = (world: World): string[] =>
  pass(world).changes.map(({ type, object: { metadata }, ...change }) =>
    [type, metadata.name.replace(`${runName}-`, ''), 'patch' in change ? JSON.stringify(change.patch) : '']
      .filter(Boolean)
      .join(' '),
  );
const phasePatch = (phase: string) => `{"metadata":{"annotations":{"kubetask.io/task-phase":${phase}}}`;
const marks = (phase: string) => `${phasePatch(`"${phase}"`)}}`;
const holds = (phase: string) => `${phasePatch(`"${phase}"`)},"spec":{"parallelism":0}}`;

const planned = plannedWorld({ batch, run, jobs: [first, second], pods: [makeGatedPod(0), makeGatedPod(1)] });
const reused = (jobs: ObservedJob[], pods: ObservedTaskPod[] = []): World => ({
  ...planned,
  ...{ jobs, pods, succeeded: ledger(0, 1) },
});
const runningPod: ObservedTaskPod = { ...makePod(0, { phase: 'Running' }), spec: { nodeName: 'node' } };

describe('the Job of a task that is reused', () => {
  const other = annotated(held(second), 'Succeeded');
  const cases: Record<string, { jobs: ObservedJob[]; pods?: ObservedTaskPod[]; want: string[] }> = {
    'is held, and says so': {
      jobs: [first, other],
      pods: [makeGatedPod(0)],
      want: [`amend task-0 ${holds('Succeeded')}`],
    },
    'is held by a pause: says so': { jobs: [held(first), other], want: [`amend task-0 ${marks('Succeeded')}`] },
    'says so already: nothing': { jobs: [annotated(held(first), 'Succeeded'), other], want: [] },
    'says what was true of an earlier run of this name: is corrected': {
      jobs: [annotated(held(first), 'Cancelled'), other],
      want: [`amend task-0 ${marks('Succeeded')}`],
    },
    'waits for Kueue: says so, and is not touched otherwise': {
      jobs: [queued(first, true), other],
      want: [`amend task-0 ${marks('Succeeded')}`],
    },
    'was admitted by Kueue: its Pod, which would keep the quota, is deleted': {
      jobs: [queued(first, false), other],
      pods: [makeGatedPod(0)],
      want: [`amend task-0 ${marks('Succeeded')}`, 'delete task-0-abcde'],
    },
    'is being deleted: nothing': {
      jobs: [{ ...first, metadata: { ...first.metadata, deletionTimestamp: ago(1) } }, other],
      want: [],
    },
  };
  test.each(Object.entries(cases))('%s', (_, { jobs, pods, want }) => {
    expect(asked(reused(jobs, pods))).toEqual(want);
  });

  test('in a run that is created again: gets its Pod back when its key is no longer in the ledger', () => {
    const jobs = [annotated(held(first), 'Succeeded'), annotated(held(second), 'Succeeded')];
    expect(asked({ ...planned, jobs, pods: [], succeeded: new Map() })).toEqual(
      [0, 1].map((index) => `amend task-${index} ${phasePatch('null')},"spec":{"parallelism":1}}`),
    );
  });
});

describe('after the end of the run', () => {
  const done = settle({ ...planned, jobs: [makeGatedJob(0, complete()), makeGatedJob(1, failed())], pods: [] }).world;
  const again = (jobs: ObservedJob[], pods: ObservedTaskPod[] = []): World => ({ ...done, jobs, pods });

  test('Jobs that are applied again say how their tasks ended', () =>
    expect(asked(again([first, second], [makeGatedPod(0), makeGatedPod(1)]))).toEqual([
      `amend task-0 ${holds('Succeeded')}`,
      `amend task-1 ${holds('Failed')}`,
    ]));
  test('nothing is asked for twice', () =>
    expect(settle(again([first, second])).world.jobs.map(({ spec }) => spec?.parallelism)).toEqual([0, 0]));
  test('a Job that Kueue admits again: its Pod is deleted', () =>
    expect(asked(again([queued(first, false)], [makeGatedPod(0)]))).toEqual([
      `amend task-0 ${marks('Succeeded')}`,
      'delete task-0-abcde',
    ]));
  test('a Job of Kueue without our gate, and one whose Pod runs: nothing', () => {
    expect(asked(again([queued(makeJob(0), false)], [makePod(0)]))).toEqual([]);
    expect(asked(again([queued(first, false)], [runningPod]))).toEqual([]);
  });
});

describe('a cancelled run', () => {
  const wish = ({ spec, ...rest }: BatchRun): BatchRun => ({ ...rest, spec: { ...spec, cancel: true } });
  const cancelled = (jobs: ObservedJob[]): World => ({ ...planned, run: wish(planned.run), jobs, pods: [] });

  test('holds its Jobs, and they say that they were cancelled', () => {
    const { jobs } = settle(cancelled([first, second])).world;
    expect(jobs.map(({ spec, metadata }) => [spec?.parallelism, metadata.annotations])).toEqual(
      [0, 1].map(() => [0, { [ANNOTATION_TASK_PHASE]: 'Cancelled' }]),
    );
  });
  test('whose Jobs are created at run time: they say nothing, since no GitOps tool waits for them', () => {
    const world = plannedWorld({ batch: makeBatchObject(makeTasks(1)) });
    const { jobs } = settle({ ...world, run: wish(world.run), jobs: [makeJob(0)] }).world;
    expect(jobs.map(({ spec, metadata }) => [spec?.parallelism, metadata.annotations])).toEqual([[0, undefined]]);
  });
});

test('of its annotations, a Job in memory keeps the key and the phase of its task', () => {
  const annotations = { [ANNOTATION_TASK_PHASE]: 'Failed', other: 'x' };
  expect(projectJob(makeJob(0, {}, { annotations })).metadata.annotations).toEqual({
    [ANNOTATION_TASK_PHASE]: 'Failed',
  });
});
