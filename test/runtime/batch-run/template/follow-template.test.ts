import { describe, expect, test } from '@jest/globals';
import type { BatchSpec, NamedTask, WorkspaceConfig } from '../../../../api/generated/kinds.js';
import { planBatchRun } from '../../../../plan/batch-run/plan.js';
import type { LedgerEntry } from '../../../../runtime/batch-run/ledger/ledger.js';
import type { ObservedJob, ObservedTaskPod } from '../../../../runtime/batch-run/observed.js';
import { projectJob } from '../../../../runtime/batch-run/projections.js';
import { mayFollow } from '../../../../runtime/batch-run/template/follow-template.js';
import { makeFile, makeRepository } from '../../../plan/sample.js';
import {
  complete,
  failed,
  makeBatchObject,
  makeGatedPod,
  makeRun,
  makeWorkspace,
  makeWorld,
  pass,
  runName,
  settle,
  type World,
} from '../world.js';

const task = (name: string, text = ''): NamedTask => ({
  name,
  contexts: [makeRepository({ repo: name }), ...(text ? [makeFile('/workspace/notes.md', text)] : [])],
});
const specOf = (tasks: NamedTask[], spec: BatchSpec = {}): BatchSpec => ({ tasks, reuse: 'succeeded', ...spec });
const planOf = (spec: BatchSpec, workspace: WorkspaceConfig['spec'] = {}) =>
  planBatchRun({
    run: { name: runName, namespace: 'team', jobs: 'synthesized' },
    batch: { name: 'update', spec },
    workspace,
  });

/** The Jobs in Git, with what is known of those that were there. */
function applied(
  spec: BatchSpec,
  before: readonly ObservedJob[] = [],
  workspace?: WorkspaceConfig['spec'],
): ObservedJob[] {
  const known = new Map(before.map((job) => [job.metadata.name, job]));
  return planOf(spec, workspace).tasks.map((one) => {
    const job = one.job() as ObservedJob;
    return known.get(one.name) ?? projectJob({ ...job, metadata: { ...job.metadata, uid: one.name } });
  });
}

const waitingPods = (jobs: readonly ObservedJob[]): ObservedTaskPod[] =>
  jobs
    .filter(({ status }) => !status?.conditions?.length)
    .map(({ metadata: { name } }, i) =>
      makeGatedPod(i, {
        name: `${name}-abcde`,
        uid: `${name}-pod`,
        ownerReferences: [{ apiVersion: 'batch/v1', kind: 'Job', name, uid: name, controller: true }],
      }),
    );

const withJobs = (world: World, jobs: readonly ObservedJob[]): World => ({ ...world, jobs, pods: waitingPods(jobs) });

/** The run of a, b and c, whose Jobs have ended so. */
function ended(...ends: NonNullable<ObservedJob['status']>[]): World {
  return endedWith({}, ends);
}

function endedWith(batch: BatchSpec, ends: readonly NonNullable<ObservedJob['status']>[]): World {
  const spec = specOf([task('a'), task('b'), task('c')], batch);
  const jobs = applied(spec).map((job, i) => ({ ...job, status: ends[i] ?? {} }));
  const world = makeWorld({
    run: makeRun({ jobs: 'synthesized' }),
    batch: makeBatchObject(spec),
    succeeded: new Map(),
  });
  return settle(withJobs(world, jobs)).world;
}

/** Another Batch, and what Git then applies and prunes. */
const edited = (world: World, spec: BatchSpec): World =>
  withJobs({ ...world, batch: makeBatchObject(spec) }, applied(spec, world.jobs));

const entriesOf = ({ run }: World) =>
  run.status?.tasks?.map(({ index, name, phase, reason }) => `${index} ${name} ${phase} ${reason}`);
const releasedBy = (world: World) =>
  pass(world)
    .changes.filter(({ type }) => type === 'removeItem')
    .map(({ object }) => object.metadata.name.replace(/^update-001-(.*)-[0-9a-f]{8}-[0-9a-f]{8}-abcde$/, '$1'));

describe('a run that has succeeded, and its Batch changes', () => {
  const done = ended(complete(), complete(), complete());
  const cases: Record<string, { tasks: NamedTask[]; want: string[]; starts: string[] }> = {
    'a task is inserted: it alone runs': {
      tasks: [task('a'), task('x'), task('b'), task('c')],
      want: ['0 a Succeeded Completed', '1 x Pending Queued', '2 b Succeeded Completed', '3 c Succeeded Completed'],
      starts: ['x'],
    },
    'a task is removed: nothing runs': {
      tasks: [task('a'), task('c')],
      want: ['0 a Succeeded Completed', '1 c Succeeded Completed'],
      starts: [],
    },
    'the tasks are moved: nothing runs': {
      tasks: [task('c'), task('a'), task('b')],
      want: ['0 c Succeeded Completed', '1 a Succeeded Completed', '2 b Succeeded Completed'],
      starts: [],
    },
    'the text of one changes: it alone runs': {
      tasks: [task('a'), task('b', 'more'), task('c')],
      want: ['0 a Succeeded Completed', '1 b Pending Queued', '2 c Succeeded Completed'],
      starts: ['b'],
    },
  };
  test.each(Object.entries(cases))('%s', (_, { tasks, want, starts }) => {
    const replanned = pass(edited(done, specOf(tasks))).world;
    expect(entriesOf(replanned)).toEqual(want);
    expect(releasedBy(replanned)).toEqual(starts);
  });

  test('it is unfinished until the new task has ended, and then finished again', () => {
    const more = specOf([task('a'), task('b'), task('c'), task('x')]);
    const running = settle(edited(done, more)).world;
    expect([running.run.status?.phase, running.run.status?.completionTime]).toEqual(['Running', undefined]);
    const jobs = running.jobs.map((job) => ({ ...job, status: complete() }));
    const { status } = settle(withJobs(running, jobs)).world.run;
    expect([status?.phase, status?.completions]).toEqual(['Succeeded', '4/4']);
  });

  test('what is not part of the key changes all Jobs, and none runs again', () => {
    const succeeded = new Map(
      (done.run.status?.tasks ?? []).map(({ key = '' }): [string, LedgerEntry] => [key, { key, run: runName }]),
    );
    const spec = specOf([task('a'), task('b'), task('c')]);
    const resources = { resources: { limits: { memory: '2Gi' } } };
    const jobs = applied(spec, done.jobs, resources);
    expect(jobs.filter(({ metadata: { name } }) => done.jobs.some((job) => job.metadata.name === name))).toEqual([]);
    const world = withJobs({ ...done, workspace: makeWorkspace(resources), succeeded }, jobs);
    expect(entriesOf(settle(world).world)).toEqual(['a', 'b', 'c'].map((name, i) => `${i} ${name} Succeeded Reused`));
  });
});

describe('a run whose Batch does not reuse results', () => {
  const done = endedWith({ reuse: 'never' }, [complete(), complete(), complete()]);
  const tasks = [task('a'), task('b'), task('c')];
  const unreused = (list: NamedTask[]) => specOf(list, { reuse: 'never' });

  test('goes on with a changed task: the Job of it runs as soon as it is applied', () => {
    const changed = edited(done, unreused([task('a'), task('b', 'more'), task('c')]));
    expect(entriesOf(pass({ ...changed, pods: [] }).world)).toEqual([
      '0 a Succeeded Completed',
      '1 b Pending PodPending',
      '2 c Succeeded Completed',
    ]);
  });
  test('runs all tasks again if what is not part of the key changes', () => {
    const resources = { resources: { limits: { memory: '2Gi' } } };
    const jobs = applied(unreused(tasks), done.jobs, resources);
    const world = { ...done, workspace: makeWorkspace(resources), jobs, pods: [] };
    expect(entriesOf(pass(world).world)).toEqual(['a', 'b', 'c'].map((name, i) => `${i} ${name} Pending PodPending`));
  });
});

test('a task that failed stays failed wherever it is moved, until it changes', () => {
  const world = ended(complete(), failed(), complete());
  const moved = pass(edited(world, specOf([task('b'), task('a'), task('c')]))).world;
  expect(entriesOf(moved)?.[0]).toBe('0 b Failed PodDeleted');
  const changed = pass(edited(world, specOf([task('b', 'fixed'), task('a'), task('c')]))).world;
  expect(entriesOf(changed)?.[0]).toBe('0 b Pending Queued');
});

describe('no run goes on with another plan', () => {
  const names: Record<string, BatchSpec> = {
    'whose tasks have no names': { variableContexts: [[makeRepository()]], reuse: 'succeeded' },
  };
  test.each(Object.entries(names))('%s', (_, spec) => {
    expect(planOf(spec).follows).toBe(false);
  });
  test('whose Jobs are created at run time', () => {
    const inputs = { run: { name: runName }, batch: { name: 'update', spec: specOf([task('a')]) }, workspace: {} };
    expect(planBatchRun(inputs).follows).toBe(false);
  });
});

describe('the template of a finished run is read', () => {
  const run = (annotation: string | undefined, jobs: 'runtime' | 'synthesized' = 'synthesized') => ({
    ...makeRun({ jobs }, { planHash: 'a' }),
    metadata: { name: 'r', ...(annotation && { annotations: { 'kubetask.io/plan-hash': annotation } }) },
  });
  test('if Git has planned it from another', () => expect(mayFollow(run('b'))).toBe(true));
  test('not if Git has planned it from the same, or not at all', () =>
    expect([run('a'), run(undefined), run('b', 'runtime')].map(mayFollow)).toEqual([false, false, false]));
});
