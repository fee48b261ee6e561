import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import type { BatchRun, TaskStatus } from '../../../api/generated/kinds.js';
import type { ObservedJob } from '../../../runtime/batch-run/observed.js';
import { isFinished } from '../../../runtime/batch-run/task-state.js';
import type { ObservedContainer, ObservedPod } from '../../../runtime/pod/observed-pod.js';
import {
  complete,
  failed,
  makeBatchObject,
  makeJob,
  makePod,
  makeRun,
  makeTasks,
  now,
  pass,
  startedWorld,
  type World,
} from './world.js';

const TASKS = 4;

/** The life of a task, as far as it can be seen; a Job is `undefined` once it is gone. */
interface Sight {
  readonly job: ObservedJob | undefined;
  readonly pod?: ObservedPod;
}

const agent = (state: NonNullable<ObservedContainer['state']>) => [{ name: 'agent', state }];
const terminated = (exitCode: number, message: string) => agent({ terminated: { exitCode, message } });

/** What may be seen on the way to each end, in any order. The Job's end may be seen before its Pod's. */
function life(task: number, succeeds: boolean): { readonly before: readonly Sight[]; readonly end: Sight } {
  const end = succeeds ? complete(1) : failed('BackoffLimitExceeded', 1);
  const pod = succeeds
    ? makePod(task, { phase: 'Succeeded', containerStatuses: terminated(0, '{"summary":"done"}') })
    : makePod(task, { phase: 'Failed', containerStatuses: terminated(3, '{"verdict":"needs-human"}') });
  const job = makeJob(task);
  const ended = makeJob(task, end);
  const runningPod = makePod(task, { phase: 'Running', containerStatuses: agent({ running: {} }) });
  const pendingPod = makePod(task, {
    phase: 'Pending',
    initContainerStatuses: agent({ waiting: { reason: 'ErrImagePull' } }),
  });
  const before = [
    { job },
    { job, pod: pendingPod },
    { job, pod: runningPod },
    { job, pod },
    { job: ended, pod: runningPod },
    { job: ended },
  ];
  return { before, end: { job: ended, pod } };
}

/** After the end a Job may be gone, or be seen in any earlier state once more. */
const afterwards = ({ before, end }: ReturnType<typeof life>): Sight[] => [...before, end, { job: undefined }];

function look(world: World, views: readonly Sight[]): World {
  const jobs = views.flatMap(({ job }) => job ?? []);
  return pass({ ...world, jobs, pods: views.flatMap(({ pod }) => pod ?? []) }).world;
}

/** The same where every Pod is there, seen or not: a decision that takes one for gone asks first, and is dropped. */
function lookAsking(world: World, views: readonly Sight[]): World {
  const jobs = views.flatMap(({ job }) => job ?? []);
  const { outcome, world: next } = pass({ ...world, jobs, pods: views.flatMap(({ pod }) => pod ?? []) });
  return outcome.verifyGone?.some(({ kind }) => kind === 'Pod') ? world : next;
}

/** Every entry that is kept anywhere. */
function entries({ run, configMaps }: World): TaskStatus[] {
  const stored = configMaps.flatMap(({ outcomes }) => [...(outcomes?.values() ?? [])]);
  const byIndex = new Map([...(run.status?.tasks ?? []), ...stored].map((entry) => [entry.index, entry]));
  return [...byIndex.values()].sort((a, b) => a.index - b.index);
}

/** A status with room for no entry, so that four tasks are kept as ten thousand would be. */
const largeRun = (): BatchRun => {
  const run = makeRun();
  return { ...run, metadata: { ...run.metadata, annotations: { padding: 'x'.repeat(900_000) } } };
};

const lives = fc
  .array(fc.boolean(), { minLength: TASKS, maxLength: TASKS })
  .map((ends) => ends.map((succeeds, task) => life(task, succeeds)));

/** Passes of a whole life: any sights of each task, then its end, then anything. */
const stories = lives.chain((tasks) =>
  fc.record({
    ends: fc.constant(tasks.map(({ end }) => end)),
    before: fc.array(fc.tuple(...tasks.map(({ before, end }) => fc.constantFrom(...before, end))), { maxLength: 6 }),
    after: fc.array(fc.tuple(...tasks.map((task) => fc.constantFrom(...afterwards(task)))), { maxLength: 4 }),
  }),
);

describe.each([
  ['entries in the status', makeRun(), 100],
  ['entries in ConfigMaps', largeRun(), 25],
])('%s', (_, run, numRuns) => {
  const started = startedWorld({ run, batch: makeBatchObject(makeTasks(TASKS)) });

  test('whatever was seen before, the end is the same', () => {
    fc.assert(
      fc.property(stories, ({ ends, before }) => {
        const direct = look(started, ends);
        const seen = look(before.reduce(lookAsking, started), ends);
        expect(entries(seen)).toEqual(entries(direct));
        expect(seen.run.status?.progress).toEqual(direct.run.status?.progress);
        expect(seen.run.status?.phase).toBe(direct.run.status?.phase);
        expect(seen.run.status?.completionTime).toBe(direct.run.status?.completionTime);
      }),
      { numRuns },
    );
  });

  test('whatever is seen afterwards, a finished run stays as it is', () => {
    fc.assert(
      fc.property(stories, ({ ends, after }) => {
        const over = look(started, ends);
        expect(after.reduce(look, over).run.status).toEqual(over.run.status);
      }),
      { numRuns },
    );
  });

  test('an ended task never changes, and progress always adds up', () => {
    fc.assert(
      fc.property(stories, ({ before, ends, after }) => {
        [...before, ends, ...after].reduce((world, views) => {
          const next = look(world, views);
          const { total, pending = 0, running = 0, completed = 0, failed: lost = 0 } = next.run.status?.progress ?? {};
          expect(pending + running + completed + lost).toBe(total);
          expect(total).toBe(TASKS);
          expect(entries(next)).toEqual(expect.arrayContaining(entries(world).filter(isFinished)));
          return next;
        }, started);
      }),
      { numRuns },
    );
  });

  test('a Job that is gone before its end was seen fails its task, and nothing hangs', () => {
    const gone = look(started, Array(TASKS).fill({ job: undefined }));
    expect(entries(gone).map(({ reason }) => reason)).toEqual(Array(TASKS).fill('JobDeleted'));
    expect(gone.run.status).toMatchObject({ phase: 'Failed', completionTime: expect.any(String) });
    expect(pass(gone, now + 60_000).changes).toEqual([]);
  });
});
