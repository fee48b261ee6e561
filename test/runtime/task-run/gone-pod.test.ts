import { describe, expect, test } from '@jest/globals';
import type { StepPhase, TaskRun, TaskRunStatus } from '../../../api/generated/kinds.js';
import { ago, makeRun, makeSeenWorld, makeWorld, pass, podName, reported, summary, type World } from './world.js';

const step = (name: string, phase: StepPhase) => ({ name, container: name, phase });
const seen = (more: Partial<TaskRunStatus>, spec: Partial<TaskRun['spec']> = {}) =>
  makeSeenWorld(undefined, { run: makeRun(spec, { phase: 'Running', podName, ...more }) });
const condition = (type: string, reason: string, message: string) =>
  ({ type, status: 'False', reason, message, lastTransitionTime: ago(9) }) as const;
const done = [step('one', 'Succeeded'), step('two', 'Succeeded')];
const deleted = `Pod ${podName} was deleted before it ended; create another TaskRun to run the task again`;

describe('a Pod that was seen and is gone', () => {
  const cases: Record<string, { world: World; want: string[] }> = {
    'all of its steps had succeeded: Succeeded': {
      world: seen({ steps: done }),
      want: ['Succeeded', 'Completed', 'all 2 steps succeeded'],
    },
    'all of its steps had succeeded before the run was cancelled: Succeeded': {
      world: seen({ steps: done }, { cancel: true }),
      want: ['Succeeded', 'Completed', 'all 2 steps succeeded'],
    },
    'one of two steps had succeeded: PodDeleted': {
      world: seen({ steps: [step('one', 'Succeeded'), step('two', 'Running')] }),
      want: ['Failed', 'PodDeleted', deleted],
    },
    'no step is known: PodDeleted': { world: seen({ steps: [] }), want: ['Failed', 'PodDeleted', deleted] },
    'it was being deleted while it ran: what to do now': {
      world: seen({ conditions: [condition('Ready', 'PodDeleted', 'Pod hello-1-pod was deleted before it ended')] }),
      want: ['Failed', 'PodDeleted', deleted],
    },
    'it waited for its image last: PodDeleted, since that did not end it': {
      world: seen({ conditions: [condition('Ready', 'ErrImagePull', 'no such image')] }),
      want: ['Failed', 'PodDeleted', deleted],
    },
    'another condition comes first: the cause is what Ready said': {
      world: seen({
        conditions: [condition('Succeeded', 'Other', 'other'), condition('Ready', 'Evicted', 'low on memory')],
      }),
      want: ['Failed', 'Evicted', 'low on memory; create another TaskRun to run the task again'],
    },
  };
  test.each(Object.entries(cases))('%s', (_, { world, want }) => {
    const { outcome } = pass(world);
    expect(summary(outcome.status)).toEqual(want);
  });

  test('its API server is asked for it by name before it is taken for gone', () => {
    expect(pass(seen({})).outcome.verifyGone).toEqual([{ apiVersion: 'v1', kind: 'Pod', metadata: { name: podName } }]);
  });

  test('what it was is kept: when it began, and its result', () => {
    const known = { startTime: ago(30), result: { summary: 'half done' } };
    expect(pass(seen(known)).outcome.status).toMatchObject(known);
  });
});

describe('a Pod that was created and never seen', () => {
  const everCreated = new Set([podName]);

  test('it may still appear: neither created again nor taken for gone', () => {
    const { outcome, changes } = pass(makeWorld({ everCreated, recentlyCreated: everCreated }));
    expect(outcome.verifyGone).toEqual([]);
    expect(outcome.status.phase).toBe('Pending');
    expect(reported(changes)).toEqual([]);
    expect(outcome.requeueAfterSeconds).toBe(60);
  });

  test('not within a minute: asked for by name, then failed, and not run again', () => {
    const { outcome, changes } = pass(makeWorld({ everCreated }));
    expect(outcome.verifyGone).toEqual([{ apiVersion: 'v1', kind: 'Pod', metadata: { name: podName } }]);
    expect(summary(outcome.status)).toEqual(['Failed', 'PodDeleted', deleted]);
    expect(reported(changes)).toEqual([]);
  });

  test('none was ever created: nothing is missing', () => {
    expect(pass(makeWorld()).outcome.verifyGone).toEqual([]);
    expect(pass(makeWorld()).outcome.requeueAfterSeconds).toBeUndefined();
  });
});
