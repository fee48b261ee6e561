import { describe, expect, test } from '@jest/globals';
import {
  ago,
  failed,
  makeTaskRun,
  makeWorld,
  now,
  pass,
  running,
  settled,
  stepEnded,
  summary,
  taskRunStatus,
  type World,
  withRun,
} from '../world.js';

const started = settled(withRun(settled(makeWorld()), running));
const push = (...status: Parameters<typeof taskRunStatus>) => makeTaskRun(started, 'push', taskRunStatus(...status));
const unfinished = push(['Unknown', 'Running']);
const broken = push(['False', 'Failed'], [stepEnded('push', 1)]);
const pulled = makeTaskRun(started, 'pull', taskRunStatus(['True', 'Succeeded']));

/** The PipelineRun has failed so long ago, and this is what is known of its TaskRuns. */
const ended = (seconds: number, taskRuns: World['taskRuns'], knownUntil?: string): World => ({
  ...withRun(started, { ...failed('Failed', 'Tasks Completed: 2'), completionTime: ago(seconds) }),
  taskRuns,
  taskRunsKnownUntil: knownUntil === undefined ? undefined : Date.parse(knownUntil),
});

describe('a PipelineRun that failed', () => {
  const cases: Record<string, { world: World; want: [phase: string, reason: string, again: number | undefined] }> = {
    'its TaskRun has failed: the result comes from that': {
      world: ended(1, [pulled, broken]),
      want: ['Failed', 'PushFailed', undefined],
    },
    'its TaskRun is seen unfinished: awaited': {
      world: ended(1, [pulled, unfinished]),
      want: ['Running', 'Running', 5],
    },
    'its TaskRun is still seen unfinished an hour later: awaited': {
      world: ended(3600, [pulled, unfinished]),
      want: ['Running', 'Running', 5],
    },
    'no TaskRun failed for all that is known: awaited for a while': {
      world: ended(29, [pulled]),
      want: ['Running', 'Running', 5],
    },
    'and after that: the result comes from the PipelineRun': {
      world: ended(31, [pulled]),
      want: ['Failed', 'Failed', undefined],
    },
    'nothing was heard of TaskRuns since: awaited': {
      world: ended(300, [], ago(290)),
      want: ['Running', 'Running', 5],
    },
    'heard of TaskRuns since, and nothing of a failed one: the result comes from the PipelineRun': {
      world: ended(300, [], ago(10)),
      want: ['Failed', 'Failed', undefined],
    },
    'at a time to come, by a clock that runs behind: the result comes from the PipelineRun': {
      world: ended(-3600, []),
      want: ['Failed', 'Failed', undefined],
    },
  };
  test.each(Object.entries(cases))('%s', (_, { world, want }) => {
    const { outcome } = pass(world);
    expect([...summary(outcome.status).slice(0, 2), outcome.requeueAfterSeconds]).toEqual(want);
  });

  test('whichever comes first, its end or its TaskRun: the same in the end', () => {
    const taskRunFirst = settled({ ...settled({ ...started, taskRuns: [broken] }), ...ended(1, [broken]) });
    const itselfFirst = settled({ ...settled(ended(1, [unfinished])), taskRuns: [broken] });
    const neitherInTime = settled({ ...settled(ended(1, [])), taskRuns: [broken] });
    const verdict = ({ build }: World) => build.status?.builds;
    expect(verdict(itselfFirst)).toEqual(verdict(taskRunFirst));
    expect(verdict(neitherInTime)).toEqual(verdict(taskRunFirst));
    expect(pass(taskRunFirst, now + 1000).outcome.status.builds?.[0]?.reason).toBe('PushFailed');
  });
});
