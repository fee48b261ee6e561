import { describe, expect, test } from '@jest/globals';
import type { BatchRunStatus } from '../../../api/generated/kinds.js';
import { LABEL_OUTCOMES_SHARD } from '../../../api/labels.js';
import { explain } from '../../../runtime/batch-run/explain.js';
import { reconcile } from '../../../runtime/batch-run/reconcile.js';
import { RECENT_SECONDS } from '../../../runtime/creations/recent-creations.js';
import type { ChildFailure } from '../../../runtime/engine/reconcile/act.js';
import type { Change } from '../../../runtime/engine/reconcile/diff.js';
import {
  complete,
  makeBatchObject,
  makeJob,
  makeRun,
  makeTasks,
  makeWorld,
  messageOf,
  now,
  observe,
  pass,
  plannedWorld,
  runName,
  startedWorld,
  summary,
  type World,
} from './world.js';

const jobName = (index: number): string => `${runName}-task-${index}`;

/** A run of two tasks that is planned and has no Job yet. */
const planned = plannedWorld({ batch: makeBatchObject(makeTasks(2)) });

const failure = (change: Change, reason: string, transient = false): ChildFailure => ({
  ...{ change, reason, transient },
  message: `cannot ${change.type} ${change.object.kind}: ${reason}`,
});

const job = (index: number): Change => ({ type: 'create', object: makeJob(index) });

const text: Change = { type: 'create', object: pass(planned).changes[0]?.object ?? makeJob(0) };

interface Case {
  readonly world: World;
  readonly failures: readonly ChildFailure[];
  readonly want: ReturnType<typeof summary> & { readonly message?: unknown };
}

const cases: Record<string, Case> = {
  'a Job is forbidden: the reason of its task and of the run': {
    world: planned,
    failures: [failure(job(1), 'Forbidden')],
    want: {
      ...{ phase: 'Pending', reason: 'CreateFailed', tasks: ['Pending JobPending', 'Pending CreateFailed'] },
      message: expect.stringMatching(/task 1: cannot create Job: Forbidden$/),
    },
  },
  'the name of a Job is taken: a conflict': {
    world: planned,
    failures: [failure(job(0), 'AlreadyExists')],
    want: { phase: 'Pending', reason: 'CreateFailed', tasks: ['Pending JobConflict', 'Pending JobPending'] },
  },
  'both Jobs fail: each task says so': {
    world: planned,
    failures: [failure(job(0), 'Forbidden'), failure(job(1), 'Invalid')],
    want: { phase: 'Pending', reason: 'CreateFailed', tasks: ['Pending CreateFailed', 'Pending CreateFailed'] },
  },
  'a ConfigMap of texts fails: the run says so': {
    world: planned,
    failures: [failure(text, 'Forbidden')],
    want: {
      ...{ phase: 'Pending', reason: 'CreateFailed', tasks: ['Pending JobPending', 'Pending JobPending'] },
      message: expect.stringMatching(/cannot create ConfigMap: Forbidden$/),
    },
  },
  'the run is not planned yet: its own reason stays': {
    world: makeWorld({ batch: undefined }),
    failures: [failure(job(0), 'Forbidden')],
    want: { phase: 'Pending', reason: 'BatchNotFound', tasks: [] },
  },
};

const reported = (world: World, failures: readonly ChildFailure[]) => explain(observe(world), failures, now).status;

describe('explain', () => {
  test.each(Object.entries(cases))('%s', (_, { world, failures, want }) => {
    const status = reported(world, failures);
    expect({ ...summary(status), message: messageOf(status) }).toMatchObject(want);
  });

  describe('outcomes of a large run were not stored', () => {
    const metadata = { name: `${runName}-outcomes-0`, labels: { [LABEL_OUTCOMES_SHARD]: '0' } };
    const outcomes: Change = { type: 'update', object: { apiVersion: 'v1', kind: 'ConfigMap', metadata } };
    const run = makeRun({ jobs: 'synthesized' });
    const batch = makeBatchObject(makeTasks(501));
    const seen = makeWorld({ run, batch, jobs: [makeJob(0)] });
    const before = pass(seen).world;
    const ended = { ...before, jobs: [makeJob(0, complete())] };
    const held = (status: BatchRunStatus) => ({ completed: status.progress?.completed, message: messageOf(status) });

    test('for now: the status does not change at all', () => {
      expect(reported(ended, [failure(outcomes, 'Conflict', true)])).toBe(before.run.status);
    });
    test('for good: no task is said to have ended, and the run says why', () => {
      const status = reported(ended, [failure(text, 'Invalid'), failure(outcomes, 'Forbidden')]);
      expect(held(status)).toEqual({ completed: 0, message: 'cannot update ConfigMap: Forbidden' });
      expect(summary(status)).toMatchObject({ phase: 'Running', reason: 'CreateFailed' });
    });
    test('and nothing was said of the run before: that, and no more', () => {
      const blank = { ...seen, jobs: [makeJob(0, complete())] };
      const status = reported(blank, [failure(outcomes, 'Conflict', true)]);
      expect(held(status)).toEqual({ completed: undefined, message: 'cannot update ConfigMap: Conflict' });
    });
    test('but something else was refused: the status moves on', () => {
      expect(reported(ended, [failure(text, 'Forbidden')]).progress?.completed).toBe(1);
      expect(
        reported(ended, [failure({ ...text, object: { ...text.object, metadata: { name: 'x' } } }, 'Forbidden')])
          .progress?.completed,
      ).toBe(1);
    });
    test('and the run is over: its status stays as it is', () => {
      const status = { ...before.run.status, completionTime: '2030-01-01T00:09:30Z' };
      expect(reported({ ...ended, run: { ...run, status } }, [failure(outcomes, 'Forbidden')])).toBe(status);
    });
  });

  test('a finished run: the status stays as it is', () => {
    const done = pass({ ...startedWorld(), jobs: [makeJob(0, complete())] }).world;
    const status = { ...done.run.status, completionTime: '2030-01-01T00:09:30Z' };
    expect(reported({ ...done, run: makeRun({}, status) }, [failure(job(0), 'Forbidden')])).toEqual(status);
  });

  test('only the Jobs that exist count as created', () => {
    const created = { ...planned, recentlyCreated: new Set([jobName(0)]), everCreated: new Set([jobName(0)]) };
    const { status, requeueAfterSeconds } = explain(observe(created), [failure(job(1), 'Forbidden')], now);
    expect(status.observedIndexes).toBe('0');
    expect(requeueAfterSeconds).toBeLessThanOrEqual(RECENT_SECONDS);
  });

  test('a Job that was refused leaves its slot: the next one is not said to exist before it is created', () => {
    const one = plannedWorld({ batch: makeBatchObject(makeTasks(2, 1)) });
    expect(reported(one, [failure(job(0), 'Forbidden')]).observedIndexes).toBeUndefined();
  });

  test('reconcile of the same observation: says that all Jobs are created', () => {
    expect(reconcile(observe(planned), now).status.observedIndexes).toBe('0-1');
  });
});
