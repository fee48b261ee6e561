import { describe, expect, test } from '@jest/globals';
import { ANNOTATION_ATTEMPTS, ANNOTATION_JOB_POLICY } from '../../../../api/labels.js';
import { keptPolicy } from '../../../../plan/batch-run/retry/kept-policy.js';
import type { Attempt, AttemptKind } from '../../../../runtime/batch-run/attempts/attempt.js';
import { recordOf } from '../../../../runtime/batch-run/attempts/recorded-attempts.js';
import { retryAfterOf } from '../../../../runtime/batch-run/attempts/retry-after.js';
import type { ObservedJob, ObservedTaskPod } from '../../../../runtime/batch-run/observed.js';
import { nextStart } from '../../../../runtime/batch-run/policies/backoff.js';
import {
  ago,
  makeBatchObject,
  makeGatedJob,
  makeGatedPod,
  makePod,
  makeRun,
  makeTasks,
  now,
  pass,
  plannedWorld,
  startedWorld,
  type World,
} from '../world.js';

const retry = {
  on: [{ class: 'RateLimit' as const, limit: 9 }],
  backoff: { baseSeconds: 30, factor: 3, maxSeconds: 1000 },
};
const policy = JSON.stringify(keptPolicy({ retry }));

const attempt = (kind: AttemptKind, secondsAgo: number, retryAfter?: number): Attempt => ({
  pod: `pod-${secondsAgo}`,
  kind,
  reason: kind === 'RateLimit' ? 'TemporaryFailure' : 'Evicted',
  time: ago(secondsAgo),
  ...(retryAfter === undefined ? {} : { retryAfter }),
});

/** The seconds from the last failure to the next start. */
const waits = (last: Attempt[], annotations: Record<string, string> = { [ANNOTATION_JOB_POLICY]: policy }) => {
  const counts = Object.fromEntries(
    [...new Set(last.map(({ kind }) => kind))].map((kind) => [kind, last.filter((each) => each.kind === kind).length]),
  );
  const job: ObservedJob = { ...makeGatedJob(0), metadata: { ...makeGatedJob(0).metadata, annotations } };
  const start = nextStart({
    job,
    pod: undefined,
    endedPods: 0,
    jobWarning: undefined,
    podWarning: undefined,
    history: { counts, last },
  });
  return start === undefined ? undefined : (start - Date.parse(last.at(-1)?.time ?? '')) / 1000;
};

const limited = (secondsAgo: number, retryAfter?: number) => attempt('RateLimit', secondsAgo, retryAfter);

const cases: Record<string, { last: Attempt[]; annotations?: Record<string, string>; want: number | undefined }> = {
  'no attempt yet: at once': { last: [], want: undefined },
  'one failure: the base': { last: [limited(5)], want: 30 },
  'two failures: the base times the factor': { last: [limited(90), limited(5)], want: 90 },
  'many failures: the most': { last: [limited(9), limited(8), limited(7), limited(6), limited(5)], want: 1000 },
  'a drain: at once': { last: [attempt('Disruption', 5)], want: undefined },
  'a drain, then a failure: the base, since a drain is no failure': {
    last: [attempt('Disruption', 9), limited(5)],
    want: 30,
  },
  'the agent asks for more: so long': { last: [limited(5, 120)], want: 120 },
  'the agent asks for less: the base': { last: [limited(5, 10)], want: 30 },
  'the agent asks for a day: the most': { last: [limited(5, 86_400)], want: 1000 },
  'without a policy, a failure: at once': { last: [limited(5)], annotations: {}, want: undefined },
  'without a policy, the agent asks for a time: so long': { last: [limited(5, 120)], annotations: {}, want: 120 },
  'without a policy, the agent asks for a day: an hour': { last: [limited(5, 86_400)], annotations: {}, want: 3600 },
};
test.each(Object.entries(cases))('%s', (_, { last, annotations, want }) => {
  expect(waits(last, annotations)).toBe(want);
});

describe('retryAfter in the result of an agent', () => {
  const ended = (message?: string) =>
    makePod(0, {
      phase: 'Failed',
      containerStatuses: [
        { name: 'agent', state: { terminated: { exitCode: 75, ...(message === undefined ? {} : { message }) } } },
      ],
    });
  test.each<[string | undefined, number | undefined]>([
    [undefined, undefined],
    ['', undefined],
    ['{"retryAfter":120}', 120],
    ['{"retryAfter":0.2}', 1],
    ['{"retryAfter":1e300}', 86_400],
    ['{"retryAfter":-5}', undefined],
    ['{"retryAfter":"120"}', undefined],
    ['{"retryAfter":null}', undefined],
    ['[120]', undefined],
    ['120 s', undefined],
  ])('%j: %j', (message, want) => expect(retryAfterOf(ended(message))).toBe(want));
});

describe('a Pod that waits at the gate for its time', () => {
  const run = makeRun({ jobs: 'synthesized' });
  const batch = makeBatchObject(makeTasks(1));
  const job = (last: Attempt[]): ObservedJob => {
    const gated = makeGatedJob(0);
    const record = recordOf({ counts: { RateLimit: last.length }, last });
    return {
      ...gated,
      metadata: { ...gated.metadata, annotations: { [ANNOTATION_JOB_POLICY]: policy, [ANNOTATION_ATTEMPTS]: record } },
    };
  };
  const world = (last: Attempt[], pods: ObservedTaskPod[] = [makeGatedPod(0)]): World => ({
    ...plannedWorld({ run, batch }),
    jobs: [job(last)],
    pods,
  });
  const entryOf = (given: World, at = now) => {
    const { phase, reason, message } = pass(given, at).outcome.status.tasks?.[0] ?? {};
    return { phase, reason, message };
  };

  test('is not released, its task says when, and the run looks again then', () => {
    const { outcome, changes } = pass(world([limited(10)]));
    expect(changes).toEqual([]);
    expect(outcome.status.tasks?.[0]).toMatchObject({
      phase: 'Pending',
      reason: 'BackingOff',
      message: `attempt 1 starts at ${ago(-20)}; the one before ended with TemporaryFailure`,
      attempts: [{ attempt: 0, reason: 'TemporaryFailure', time: ago(10) }],
    });
    expect(outcome.requeueAfterSeconds).toBe(20);
  });

  test('is released when its time has come, and says which attempt it is and why', () => {
    const [change] = pass(world([limited(40)])).changes;
    expect(change).toMatchObject({
      type: 'removeItem',
      annotations: {
        'kubetask.io/attempt': '1',
        'kubetask.io/last-reason': 'TemporaryFailure',
        'kubetask.io/released-at': ago(0),
      },
    });
  });

  test('the first attempt has no reason', () => {
    const given = { ...world([]), jobs: [makeGatedJob(0)] };
    expect(pass(given).changes[0]).toMatchObject({
      annotations: { 'kubetask.io/attempt': '0', 'kubetask.io/released-at': ago(0) },
    });
  });

  test('a controller that comes later decides the same, from what the Job keeps', () => {
    expect(entryOf(world([limited(10)]))).toEqual(entryOf(world([limited(10)])));
    expect(entryOf(world([limited(10)]), now + 21_000)).toMatchObject({ reason: 'Queued' });
  });

  test('while the run is paused it stays; when the run is cancelled its Job is held', () => {
    const wish = (spec: object): World => {
      const given = world([limited(40)]);
      return { ...given, run: { ...given.run, spec: { ...given.run.spec, ...spec } } };
    };
    expect(pass(wish({ suspend: true })).changes).toEqual([]);
    expect(pass(wish({ cancel: true })).changes).toMatchObject([
      { type: 'amend', patch: { spec: { parallelism: 0 } } },
    ]);
  });
});

describe('Jobs that are created at run time, with back-off', () => {
  const batch = makeBatchObject({ ...makeTasks(3, 1), retry });
  const gatedJobs = (given: World): World => ({
    ...given,
    jobs: given.jobs.map((job) => ({
      ...job,
      metadata: { ...job.metadata, annotations: { [ANNOTATION_JOB_POLICY]: policy } },
    })),
  });
  const asked = (given: World) =>
    pass(given).changes.map(({ type, object: { metadata } }) => `${type} ${metadata.name.replace('update-001-', '')}`);

  test('one at a time: the first Pod is released before another Job is created', () => {
    const started = gatedJobs(startedWorld({ batch }));
    expect(started.jobs).toHaveLength(1);
    expect(asked(started)).toEqual([]);
    const waiting = { ...started, pods: [makeGatedPod(0)] };
    expect(asked(waiting)).toEqual(['removeItem task-0-abcde']);
    expect(asked({ ...waiting, pods: [makePod(0, { phase: 'Running' })] })).toEqual([]);
  });

  test('one that backs off leaves its slot to the next', () => {
    const failed = makePod(0, {
      phase: 'Failed',
      containerStatuses: [{ name: 'agent', state: { terminated: { exitCode: 75, finishedAt: ago(5) } } }],
    });
    const started = gatedJobs(startedWorld({ batch }));
    const given = {
      ...started,
      pods: [failed, makeGatedPod(0, { uid: 'next', name: 'update-001-task-0-next', creationTimestamp: ago(1) })],
    };
    expect(asked(given)).toContain('create task-1');
    expect(asked(given)).not.toContain('removeItem task-0-next');
  });
});
