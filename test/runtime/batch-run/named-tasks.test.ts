import { describe, expect, test } from '@jest/globals';
import type { NamedTask } from '../../../api/generated/kinds.js';
import { runEvents } from '../../../runtime/batch-run/run-events.js';
import { makeFile, makeRepository } from '../../plan/sample.js';
import { complete, failed, makeBatchObject, makeRun, makeWorld, pass, startedWorld, type World } from './world.js';

const task = (name: string, text?: string): NamedTask => ({
  name,
  contexts: [makeRepository({ repo: name }), ...(text === undefined ? [] : [makeFile('/workspace/notes.md', text)])],
});
const batchOf = (...tasks: NamedTask[]) => makeBatchObject({ tasks, maxConcurrency: 0 });
const large = Array.from({ length: 501 }, (_, index) => task(`service-${index}`));

const namesOf = ({ run }: World) => run.status?.tasks?.map(({ name, phase }) => `${name} ${phase}`);
const jobOf = (name: string) => expect.stringMatching(new RegExp(`^update-001-${name}(-[0-9a-f]{8}){2}$`));
const scripts = ['clone', 'write-files'].map((name) => expect.stringMatching(`^update-001-${name}-[0-9a-f]{10}$`));
const createdBy = (world: World) => pass(world).changes.map(({ object }) => object.metadata.name);
const planned = (...tasks: NamedTask[]) => pass(makeWorld({ batch: batchOf(...tasks) })).world;
const started = (...tasks: NamedTask[]) => startedWorld({ batch: batchOf(...tasks) });
const ended = (world: World): World => ({ ...world, jobs: world.jobs.map((job) => ({ ...job, status: complete() })) });

describe('a run whose tasks have names', () => {
  test('creates the Jobs under their names, each after its own texts', () => {
    expect(createdBy(planned(task('a', 'mine'), task('b')))).toEqual([
      ...scripts,
      expect.stringMatching(/^update-001-a(-[0-9a-f]{8}){2}-context-/),
      jobOf('a'),
      jobOf('b'),
    ]);
  });
  test('says in its status what each task is called', () => {
    const { run } = started(task('a'), task('b'));
    expect(run.status?.tasks?.map(({ index, name, jobName }) => [index, name, jobName])).toEqual([
      [0, 'a', jobOf('a')],
      [1, 'b', jobOf('b')],
    ]);
  });
  test('finishes with its Jobs', () => {
    expect(pass(ended(started(task('a'), task('b')))).world.run.status?.phase).toBe('Succeeded');
  });
  test('creates a text again that is gone while the Job waits for it', () => {
    const world = started(task('a', 'mine'));
    expect(createdBy({ ...world, configMaps: [] })).toEqual([...scripts, expect.stringContaining('-context-')]);
  });
});

describe('the messages of a run whose tasks have names', () => {
  const world = started(task('a'), task('b'));
  const failedOne = {
    ...world,
    jobs: world.jobs.map((job, i) => ({ ...job, status: i === 1 ? failed() : complete() })),
  };
  const { status = {} } = pass(failedOne).world.run;
  test('name the tasks that failed, not their positions', () => {
    expect(status.conditions?.[0]?.message).toBe('1/2 tasks succeeded, 1 failed: b (PodDeleted)');
  });
  test('so does the Event of a task', () => {
    const [event] = runEvents(world.run.status, status).filter(({ reason }) => reason === 'TaskFailed');
    expect(event?.message).toMatch(/^task b failed: PodDeleted: /);
  });
});

describe('while its template is another', () => {
  const changed = batchOf(task('c'), task('b'));
  test('the entries stay with their Jobs', () => {
    const world = { ...started(task('a'), task('b')), batch: changed };
    expect(namesOf(pass(ended(world)).world)).toEqual(['a Succeeded', 'b Succeeded']);
  });
  test('a large run knows its Jobs although it lists none of them', () => {
    const begun = started(...large);
    const world = { ...begun, run: { ...begun.run, status: { ...begun.run.status, tasks: [] } }, batch: changed };
    const { status } = pass(ended(world)).world.run;
    expect(status?.progress).toEqual({ total: 501, completed: 501, failed: 0, pending: 0, running: 0 });
  });
});

test('a Job that was deleted fails its task, and no other', () => {
  const world = started(task('a'), task('b'));
  const left = { ...world, jobs: world.jobs.slice(1) };
  expect(pass(left).world.run.status?.tasks?.map(({ reason }) => reason)).toEqual(['JobDeleted', 'PodPending']);
});

test("synthesized Jobs are the run's by their names", () => {
  const run = makeRun({ jobs: 'synthesized' });
  const first = pass(makeWorld({ run, batch: batchOf(task('a')) })).world;
  expect(first.run.status?.tasks?.[0]).toMatchObject({ reason: 'JobNotApplied', jobName: jobOf('a') });
});
