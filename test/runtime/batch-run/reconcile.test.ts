import { describe, expect, test } from '@jest/globals';
import { reconcile } from '../../../runtime/batch-run/reconcile.js';
import type { ChildFailure } from '../../../runtime/engine/reconcile/act.js';
import {
  changedBatch,
  complete,
  failed,
  invalidBatch,
  makeBatchObject,
  makeJob,
  makePod,
  makeRun,
  makeTasks,
  makeWorkspace,
  makeWorld,
  messageOf,
  missingJobs,
  now,
  observe,
  pass,
  plannedWorld,
  settle,
  startedWorld,
  summary,
  type World,
  withJobs,
} from './world.js';

const running = (index: number) => makePod(index, { phase: 'Running' });
const refused = (world: World, task: number, reason = 'Forbidden'): ChildFailure => ({
  change: { type: 'create', object: makeJob(task) },
  reason,
  message: `${reason}: jobs.batch "${world.run.metadata.name}-task-${task}"`,
  transient: false,
});

/** Planned, with no Job yet. */

describe('what a pass asks for', () => {
  const names = (world: World) =>
    pass(world).changes.map(({ type, object }) => `${type} ${object.kind} ${object.metadata.name}`);

  test('before its plan is recorded: nothing', () => {
    expect(names(makeWorld())).toEqual([]);
  });

  test('once it is: texts, then Jobs in index order', () => {
    expect(names(plannedWorld())).toEqual([
      expect.stringMatching(/^create ConfigMap update-001-context-/),
      expect.stringMatching(/^create ConfigMap update-001-clone-/),
      expect.stringMatching(/^create ConfigMap update-001-write-files-/),
      'create Job update-001-task-0',
      'create Job update-001-task-1',
    ]);
  });

  test('synthesized: nothing', () => {
    expect(names(plannedWorld({ run: makeRun({ jobs: 'synthesized' }) }))).toEqual([]);
  });

  test('a text was deleted in the middle: it comes again', () => {
    const [change] = names({ ...startedWorld(), configMaps: [] });
    expect(change).toMatch(/^create ConfigMap update-001-context-/);
  });

  test('a refused Job: the others alone, until it is time to ask again', () => {
    const planned = plannedWorld();
    const byName = new Map([['update-001-task-0', { reason: 'Forbidden', message: 'exceeded quota' }]]);
    const { outcome, changes } = pass({ ...planned, createFailures: { byName, retryAt: now + 7_000 } });
    expect(changes.filter(({ object }) => object.kind === 'Job').map(({ object }) => object.metadata.name)).toEqual([
      'update-001-task-1',
    ]);
    expect(outcome.requeueAfterSeconds).toBe(7);
  });

  test('a Job that was created, but has not been seen yet: not again, unless it never comes', () => {
    const { outcome, changes } = pass({ ...plannedWorld(), recentlyCreated: new Set(['update-001-task-0']) });
    expect(changes.map(({ object }) => object.metadata.name)).not.toContain('update-001-task-0');
    expect(outcome.requeueAfterSeconds).toBe(60);
  });

  test('a refused text: not until it is time to ask again', () => {
    const planned = plannedWorld();
    const name = pass(planned).changes[0]?.object.metadata.name ?? '';
    const byName = new Map([[name, { reason: 'Forbidden', message: 'exceeded quota' }]]);
    const { outcome, changes } = pass({ ...planned, createFailures: { byName, retryAt: now + 7_000 } });
    expect(changes.map(({ object }) => object.metadata.name)).not.toContain(name);
    expect(summary(outcome.status).reason).toBe('CreateFailed');
    expect(messageOf(outcome.status)).toContain('exceeded quota');
  });

  test('many Jobs: five hundred at a time', () => {
    const planned = plannedWorld({ batch: makeBatchObject(makeTasks(700)) });
    const { changes, outcome } = pass(planned);
    expect(changes.filter(({ object }) => object.kind === 'Job')).toHaveLength(500);
    expect(outcome.requeueAfterSeconds).toBe(1);
  });

  test('a large run: each child once, also outcomes that are written again', () => {
    const large = startedWorld({ batch: makeBatchObject(makeTasks(501)) });
    const jobs = Array.from({ length: 501 }, (_, i) => makeJob(i, i < 2 ? complete() : {}));
    const { world } = pass({ ...large, jobs: jobs.map((job, i) => (i === 1 ? makeJob(1) : job)) });
    const { desired } = pass({ ...world, jobs }).outcome;
    const wanted = desired.filter(({ kind }) => kind === 'ConfigMap');
    expect(wanted.map(({ metadata }) => metadata.name).toSorted()).toEqual([
      expect.stringMatching(/^update-001-clone-/),
      expect.stringMatching(/^update-001-context-/),
      'update-001-outcomes-0',
      expect.stringMatching(/^update-001-write-files-/),
    ]);
    const outcomes = wanted.find(({ metadata }) => metadata.name === 'update-001-outcomes-0');
    expect(Object.keys((outcomes as { data?: object }).data ?? {})).toEqual(['0', '1']);
  });

  test('a run whose template is not loaded: no decision', () => {
    const { template: _, ...observed } = observe(makeWorld());
    expect(() => reconcile(observed, now)).toThrow('Cannot decide about run update-001: its template is not loaded');
  });

  test('a paused run that is not planned any more, or never was: that its Jobs are held', () => {
    const paused = { ...startedWorld(), run: makeRun({ suspend: true }), batch: undefined };
    expect(names(paused)).toEqual(['amend Job update-001-task-0', 'amend Job update-001-task-1']);
  });

  test('a finished run: nothing, whatever is gone or changed', () => {
    const { world } = settle(withJobs(startedWorld(), makeJob(0, complete()), makeJob(1, failed())));
    for (const after of [
      withJobs(world),
      withJobs(world, makeJob(0), makeJob(1, complete())),
      { ...world, batch: undefined, configMaps: [] },
      { ...world, batch: changedBatch, workspace: makeWorkspace({ agentImage: 'x' }) },
    ]) {
      const { changes, outcome } = pass(after, now + 3600_000);
      expect(changes).toEqual([]);
      expect(outcome.status).toBe(world.run.status);
    }
  });
});

describe('rejections', () => {
  const cases: Record<string, { reason: string; want: string }> = {
    'quota: says what the server said': { reason: 'Forbidden', want: 'Pending CreateFailed' },
    'too large: says what the server said': { reason: 'Invalid', want: 'Pending CreateFailed' },
    'a stranger without our label has the name: says so': { reason: 'AlreadyExists', want: 'Pending JobConflict' },
  };
  test.each(Object.entries(cases))('%s', (_, { reason, want }) => {
    const planned = plannedWorld();
    const { status } = pass(planned, now, [refused(planned, 0, reason)]).outcome;
    expect(summary(status)).toEqual({ phase: 'Pending', reason: 'CreateFailed', tasks: [want, 'Pending JobPending'] });
    expect(status.tasks?.[0]?.message).toContain('update-001-task-0');
  });
});

describe('a second look', () => {
  const worlds: Record<string, World> = {
    'missing Batch': makeWorld({ batch: undefined }),
    'invalid Batch': makeWorld({ batch: invalidBatch }),
    planned: makeWorld(),
    started: startedWorld(),
    running: { ...startedWorld(), pods: [running(0), running(1)] },
    'Job deleted': missingJobs(startedWorld(), 1),
    changed: { ...plannedWorld(), jobs: [makeJob(0)], batch: changedBatch },
    finished: withJobs(startedWorld(), makeJob(0, complete()), makeJob(1, failed())),
    'large and half done': {
      ...startedWorld({ batch: makeBatchObject(makeTasks(600)) }),
      jobs: Array.from({ length: 600 }, (_, i) => makeJob(i, [{}, complete(), failed()][i % 3])),
    },
  };
  test.each(Object.entries(worlds))('at the same world asks for nothing: %s', (_, world) => {
    const { world: settled } = settle(world);
    const again = pass(settled, now + 5_000);
    expect(again.changes).toEqual([]);
    expect(again.outcome.status).toEqual(settled.run.status);
  });
});
