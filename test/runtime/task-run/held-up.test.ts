import { describe, expect, test } from '@jest/globals';
import type { ObservedWarning } from '../../../runtime/caches/observed-warning.js';
import { runEvents } from '../../../runtime/task-run/run-events.js';
import { ago, makePod, makeRun, makeSeenWorld, makeWorld, now, pass, podName, succeededPod, summary } from './world.js';

const mountFailed = (message: string, secondsAgo: number): ObservedWarning => ({
  apiVersion: 'v1',
  kind: 'Event',
  metadata: { name: `w-${secondsAgo}`, namespace: 'team' },
  ...{ reason: 'FailedMount', message, lastSeen: ago(secondsAgo) },
  involvedObject: { kind: 'Pod', name: podName, uid: 'pod-uid' },
});

describe('several warnings about a Pod: the newest is reported, in whatever order they come', () => {
  const [first, second, last] = [mountFailed('first', 30), mountFailed('second', 20), mountFailed('last', 10)];
  const cases: Record<string, ObservedWarning[]> = {
    'oldest first': [first, second, last],
    'newest first': [last, second, first],
    'newest in the middle': [first, last, second],
  };
  test.each(Object.entries(cases))('%s', (_, warnings) => {
    const { status } = pass(makeSeenWorld(makePod(), { warnings })).outcome;
    expect(summary(status)).toEqual(['Pending', 'FailedMount', 'last']);
  });
});

test.each(['WorkspaceConfigNotFound', 'InvalidSpec', 'CreateFailed', 'TaskNotFound'])('%s: a warning', (reason) => {
  const other = { type: 'Succeeded', reason: 'Other', status: 'Unknown', message: '', lastTransitionTime: ago(0) };
  const ready = { ...other, type: 'Ready', reason, message: 'why' };
  expect(runEvents({ phase: 'Pending' }, { phase: 'Pending', conditions: [other, ready] as never })).toEqual([
    { type: 'Warning', reason, message: 'why' },
  ]);
});

describe('when a run is looked at again, in seconds', () => {
  const createFailures = {
    byName: new Map([[podName, { reason: 'Forbidden', message: 'exceeded quota' }]]),
    retryAt: now + 4000,
  };
  const cases: Record<string, { world: Parameters<typeof makeWorld>[0]; want: number | undefined }> = {
    'a creation was refused: when it is asked for again': { world: { createFailures }, want: 4 },
    'it is reported as Running for a moment although it is over: soon': {
      world: { run: makeRun({}, { phase: 'Pending', podName }), pods: [succeededPod()] },
      want: 1,
    },
    'its Pod waits for a node until the timeout: then': {
      world: {
        run: makeRun({ timeout: '51s' }, { phase: 'Pending', podName, conditions: [] }),
        pods: [{ ...makePod(), spec: {} }],
      },
      want: 1,
    },
    'its Pod is on a node: when there is news': {
      world: { run: makeRun({ timeout: '51s' }, { phase: 'Running', podName, conditions: [] }), pods: [makePod()] },
      want: undefined,
    },
  };
  test.each(Object.entries(cases))('%s', (_, { world, want }) => {
    expect(pass(makeWorld(world)).outcome.requeueAfterSeconds).toBe(want);
  });
});
