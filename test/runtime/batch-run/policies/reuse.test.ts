import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { emptyLedger, type LedgerEntry, withEntries } from '../../../../runtime/batch-run/ledger/ledger.js';
import {
  ago,
  complete,
  makeBatchObject,
  makeGatedJob,
  makeGatedPod,
  makePod,
  makeRun,
  makeTasks,
  makeWorld,
  pass,
  plannedWorld,
  settle,
  startedWorld,
  type World,
} from '../world.js';

const batch = makeBatchObject({ ...makeTasks(2), reuse: 'succeeded' });
const keys = plannedWorld({ batch }).run.status?.tasks?.map(({ key = '' }) => key) ?? [];
const doneBefore = (...indexes: number[]): ReadonlyMap<string, LedgerEntry> =>
  new Map(
    indexes.map((index) => {
      const key = keys[index] ?? '';
      return [key, { key, run: 'earlier', completionTime: ago(600), result: { summary: 'done', costUsd: 1 } }];
    }),
  );
const tasksOf = ({ run }: World) => run.status?.tasks?.map(({ phase, reason }) => `${phase} ${reason}`);
const synthesized = makeRun({ jobs: 'synthesized' });
const changesOf = (world: World) => pass(world).changes.map(({ type, object }) => `${type} ${object.metadata.name}`);
const held = (index: number) => `amend update-001-task-${index}`;

describe('a task whose key has succeeded before', () => {
  const reused = settle(makeWorld({ batch, succeeded: doneBefore(0) })).world;
  test('gets no Job, and the result of the earlier run', () => {
    expect(reused.jobs.map(({ metadata }) => metadata.name)).toEqual(['update-001-task-1']);
    expect(reused.run.status?.tasks?.[0]).toMatchObject({
      phase: 'Succeeded',
      reason: 'Reused',
      message: `run earlier has done the same at ${ago(600)}`,
      result: { summary: 'done', costUsd: 1 },
    });
  });
  test('is counted as completed, and a run of such tasks alone succeeds', () => {
    const { status } = settle(makeWorld({ batch, succeeded: doneBefore(0, 1) })).world.run;
    expect([status?.phase, status?.completions, status?.conditions?.[0]?.message]).toEqual([
      'Succeeded',
      '2/2',
      'all 2 tasks succeeded, 2 of them in earlier runs',
    ]);
  });
  test('runs where the Batch does not reuse: the ledger is not even read', () => {
    expect(startedWorld({ batch: makeBatchObject(makeTasks(2)) }).jobs).toHaveLength(2);
  });
  test('of a cancelled run: is cancelled', () => {
    const run = { ...plannedWorld({ batch }).run, spec: { batchRef: 'update', cancel: true } };
    expect(tasksOf(pass(makeWorld({ batch, run, succeeded: doneBefore(0) })).world)?.[0]).toBe('Cancelled Cancelled');
  });
  test('that another run does while it waits in the queue: is reused', () => {
    const one = makeBatchObject({ ...makeTasks(2, 1), reuse: 'succeeded' });
    const waiting = startedWorld({ batch: one });
    expect(tasksOf(waiting)?.[1]).toBe('Pending Queued');
    expect(tasksOf(pass({ ...waiting, succeeded: doneBefore(1) }).world)?.[1]).toBe('Succeeded Reused');
  });
  test('that has a Job of this run: the Job decides', () => {
    const begun = startedWorld({ batch });
    expect(tasksOf(pass({ ...begun, succeeded: doneBefore(0) }).world)?.[0]).toBe('Pending PodPending');
    const gone = { ...begun, jobs: begun.jobs.slice(1), succeeded: doneBefore(0) };
    expect(tasksOf(pass(gone).world)?.[0]).toBe('Failed JobDeleted');
  });
});

describe('synthesized Jobs', () => {
  const jobs = [makeGatedJob(0), makeGatedJob(1)];
  const pods = [makeGatedPod(0), makeGatedPod(1)];
  const planned = plannedWorld({ batch, run: synthesized, jobs, pods });

  test('without a limit: all Pods that wait are released', () => {
    expect(changesOf(planned)).toEqual(['removeItem update-001-task-0-abcde', 'removeItem update-001-task-1-abcde']);
  });
  test('of a task that is reused: its Pod is not released, and the Job is held', () => {
    expect(changesOf({ ...planned, succeeded: doneBefore(0) })).toEqual([
      held(0),
      'removeItem update-001-task-1-abcde',
    ]);
  });
  test('of a task whose Pod was released a moment ago: it is not reused', () => {
    const released = { ...planned, released: new Set(['update-001-task-0-abcde']), succeeded: doneBefore(0) };
    expect(tasksOf(pass(released).world)?.[0]).toBe('Pending Queued');
  });
  test('of a task whose Pod runs: it is not reused', () => {
    const running = makePod(0, { phase: 'Running' });
    expect(tasksOf(pass({ ...planned, pods: [running], succeeded: doneBefore(0) }).world)?.[0]).not.toContain('Reused');
  });

  const done = settle({ ...planned, jobs: [0, 1].map((index) => makeGatedJob(index, complete())), pods: [] }).world;
  test('that are applied again after their task has finished: held, and never released', () => {
    expect(done.run.status?.phase).toBe('Succeeded');
    const again = { ...done, jobs, pods };
    expect(changesOf(again)).toEqual([held(0), held(1)]);
    expect(settle(again).world.pods.filter(({ spec }) => spec?.schedulingGates?.length === 0)).toEqual([]);
  });
  test('the same while other tasks are unfinished', () => {
    const half = settle({ ...planned, jobs: [makeGatedJob(0, complete()), makeGatedJob(1)], pods: [] }).world;
    expect(changesOf({ ...half, jobs, pods: [makeGatedPod(0)] })).toEqual([held(0)]);
  });
});

describe('what is recorded', () => {
  const begun = startedWorld({ batch, succeeded: new Map() });
  const ended = { ...begun, jobs: begun.jobs.map((job) => ({ ...job, status: complete() })) };
  const recordsOf = (world: World) => pass(world).outcome.records;
  test('each task that succeeds, in the pass that says so first', () => {
    expect(recordsOf(ended)).toEqual(keys.map((key) => ({ key, run: 'update-001', completionTime: ago(30) })));
    expect(recordsOf(pass(ended).world)).toBeUndefined();
  });
  test('no task that is reused', () => {
    expect(recordsOf(makeWorld({ batch, succeeded: doneBefore(0, 1) }))).toEqual([]);
  });
  test('nothing where the Batch does not reuse', () => {
    expect(recordsOf({ ...ended, succeeded: undefined } as unknown as World)).toEqual([]);
  });
});

type Step = 'apply' | 'deleteRun' | 'deleteJobs' | 'pass' | 'work' | 'restart';

/** Git, the Job controller and a node around one run. Each key that begins is counted. */
class Campaign {
  private world: World | undefined;
  private ledger = emptyLedger;
  private runs = 0;
  /** Keys that were in the ledger when their work began. */
  readonly repeated: string[] = [];

  step(step: Step): void {
    this[step]();
  }

  private apply(): void {
    this.runs += this.world ? 0 : 1;
    const run = { ...synthesized, metadata: { ...synthesized.metadata, uid: `run-${this.runs}` } };
    const world = this.world ?? makeWorld({ batch, run });
    const absent = [0, 1].filter((index) => !world.jobs.some(({ metadata }) => metadata.name.endsWith(`-${index}`)));
    this.world = {
      ...world,
      jobs: [...world.jobs, ...absent.map((index) => makeGatedJob(index))],
      pods: [...world.pods, ...absent.map((index) => makeGatedPod(index))],
    };
  }

  private deleteRun(): void {
    this.world = undefined;
  }

  private deleteJobs(): void {
    if (this.world) this.world = { ...this.world, jobs: [], pods: [] };
  }

  private pass(): void {
    if (!this.world) return;
    const { world, outcome } = pass({ ...this.world, succeeded: this.ledger.entries });
    this.ledger = withEntries(this.ledger, 'update', (outcome.records ?? []) as readonly LedgerEntry[]);
    this.world = world;
  }

  /** What was released does its work and ends. */
  private work(): void {
    if (!this.world) return;
    const isReleased = ({ spec }: World['pods'][number]) => (spec?.schedulingGates?.length ?? 0) === 0;
    const names = new Set(this.world.pods.filter(isReleased).map(({ metadata }) => metadata.name.slice(0, -6)));
    const works = (job: World['jobs'][number]) => names.has(job.metadata.name) && !job.status?.conditions?.length;
    const working = this.world.jobs.filter(works).map(({ metadata }) => keys[Number(metadata.name.slice(-1))] ?? '');
    this.repeated.push(...working.filter((key) => this.ledger.entries.has(key)));
    this.world = {
      ...this.world,
      pods: this.world.pods.filter((pod) => !isReleased(pod)),
      jobs: this.world.jobs.map((job) => (works(job) ? { ...job, status: complete() } : job)),
    };
  }

  /** The memory of passes is gone. */
  private restart(): void {
    if (this.world)
      this.world = { ...this.world, everCreated: new Set(), released: new Set(), recentlyCreated: new Set() };
  }
}

test('in any order of applies, deletions, passes and restarts, no key runs again that the ledger has', () => {
  const often = (step: Step, weight: number) => ({ weight, arbitrary: fc.constant(step) });
  const steps = fc.oneof(
    often('pass', 8),
    often('work', 4),
    often('apply', 4),
    often('deleteRun', 1),
    often('deleteJobs', 1),
    often('restart', 1),
  );
  fc.assert(
    fc.property(fc.array(steps, { minLength: 30, maxLength: 100 }), (order) => {
      const campaign = new Campaign();
      for (const step of order) campaign.step(step);
      expect(campaign.repeated).toEqual([]);
    }),
    { numRuns: 200 },
  );
});
