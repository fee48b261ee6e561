import { describe, expect, test } from '@jest/globals';
import { ANNOTATION_ATTEMPTS } from '../../../../api/labels.js';
import type { Attempt, AttemptHistory } from '../../../../runtime/batch-run/attempts/attempt.js';
import { attemptHistory } from '../../../../runtime/batch-run/attempts/attempt-history.js';
import { listedAttempts } from '../../../../runtime/batch-run/attempts/listed-attempts.js';
import { recordedAttempts } from '../../../../runtime/batch-run/attempts/recorded-attempts.js';
import type { ObservedJob, ObservedTaskPod } from '../../../../runtime/batch-run/observed.js';
import { ago, makeGatedPod, makeJob, makePod } from '../world.js';

type Status = NonNullable<ObservedTaskPod['status']>;

const disrupted = (reason: string) => ({
  type: 'DisruptionTarget',
  status: 'True',
  reason,
  lastTransitionTime: ago(30),
});
const ended = (name: string, exitCode: number, secondsAgo = 20) => ({
  name,
  state: { terminated: { exitCode, finishedAt: ago(secondsAgo) } },
});
const failed = (uid: string, status: Status = {}, metadata = {}): ObservedTaskPod => ({
  ...makePod(0, { phase: 'Failed', ...status }, { uid, ...metadata }),
  spec: { nodeName: 'node' },
});
const exited = (uid: string, exitCode: number, secondsAgo = 20) =>
  failed(uid, { containerStatuses: [ended('agent', exitCode, secondsAgo)] });
const evicted = (uid: string) =>
  failed(uid, { reason: 'Evicted', message: 'low on memory', conditions: [disrupted('TerminationByKubelet')] });
const going = (uid: string, ...conditions: NonNullable<Status['conditions']>): ObservedTaskPod => ({
  ...failed(uid, { conditions }, { deletionTimestamp: ago(5), deletionGracePeriodSeconds: 30 }),
  status: { phase: 'Running', conditions },
});

const attempt = (pod: string, kind: Attempt['kind'], reason: Attempt['reason'], secondsAgo = 20): Attempt => ({
  ...{ pod, kind, reason, time: ago(secondsAgo) },
});
const recorded = (history: AttemptHistory | string): ObservedJob =>
  makeJob(
    0,
    {},
    { annotations: { [ANNOTATION_ATTEMPTS]: typeof history === 'string' ? history : JSON.stringify(history) } },
  );

const first = attempt('a', 'RateLimit', 'TemporaryFailure', 100);
const once: AttemptHistory = { counts: { RateLimit: 1 }, last: [first] };
const ten = Array.from({ length: 10 }, (_, i) => attempt(`p${i}`, 'RateLimit', 'TemporaryFailure', 100 - i));

const cases: Record<string, { job?: ObservedJob; pods: ObservedTaskPod[]; want: AttemptHistory }> = {
  'a Pod that runs: nothing': { pods: [makePod(0, { phase: 'Running' })], want: { counts: {}, last: [] } },
  'a Pod that succeeded: nothing': { pods: [makePod(0, { phase: 'Succeeded' })], want: { counts: {}, last: [] } },
  'a rate limit': {
    pods: [exited('b', 75)],
    want: { counts: { RateLimit: 1 }, last: [attempt('b', 'RateLimit', 'TemporaryFailure')] },
  },
  'a failure of the agent': {
    pods: [exited('b', 3)],
    want: { counts: { Other: 1 }, last: [attempt('b', 'Other', 'AgentFailed')] },
  },
  'evicted by its kubelet, whose node is short of memory: not only disrupted': {
    pods: [evicted('b')],
    want: { counts: { Evicted: 1 }, last: [attempt('b', 'Evicted', 'Evicted', 30)] },
  },
  'evicted for more disk than its own limit, which is no disruption': {
    pods: [failed('b', { reason: 'Evicted', message: 'too much', containerStatuses: [ended('agent', 137)] })],
    want: { counts: { Other: 1 }, last: [attempt('b', 'Other', 'Evicted')] },
  },
  'drained, and its agent exits with 75: disrupted': {
    pods: [failed('b', { conditions: [disrupted('EvictionByEvictionAPI')], containerStatuses: [ended('agent', 75)] })],
    want: { counts: { Disruption: 1 }, last: [attempt('b', 'Disruption', 'Evicted')] },
  },
  'being drained: before it is gone': {
    pods: [going('b', disrupted('EvictionByEvictionAPI'))],
    want: { counts: { Disruption: 1 }, last: [attempt('b', 'Disruption', 'Evicted', 30)] },
  },
  'being deleted by somebody: a failure like others': {
    pods: [going('b')],
    want: { counts: { Other: 1 }, last: [attempt('b', 'Other', 'PodDeleted', 5)] },
  },
  'being deleted because its Job is suspended: nothing': {
    job: { ...makeJob(0), spec: { suspend: true } },
    pods: [going('b')],
    want: { counts: {}, last: [] },
  },
  'being deleted while it waits at the gate: nothing': {
    pods: [makeGatedPod(0, { deletionTimestamp: ago(5) })],
    want: { counts: {}, last: [] },
  },
  'recorded, and the Pod is gone: stays': { job: recorded(once), pods: [], want: once },
  'recorded, and the Pod is there: once': { job: recorded(once), pods: [exited('a', 75, 100)], want: once },
  'recorded, and another: in order of time': {
    job: recorded(once),
    pods: [exited('c', 3, 10), exited('b', 75, 50)],
    want: {
      counts: { RateLimit: 2, Other: 1 },
      last: [first, attempt('b', 'RateLimit', 'TemporaryFailure', 50), attempt('c', 'Other', 'AgentFailed', 10)],
    },
  },
  'recorded as deleted, and the Pod says more now: the Pod': {
    job: recorded({ counts: { Other: 1 }, last: [attempt('b', 'Other', 'PodDeleted')] }),
    pods: [exited('b', 75)],
    want: { counts: { RateLimit: 1 }, last: [attempt('b', 'RateLimit', 'TemporaryFailure')] },
  },
  'recorded, and the Pod now only says that it was deleted: stays': {
    job: recorded({ counts: { RateLimit: 1 }, last: [attempt('b', 'RateLimit', 'TemporaryFailure')] }),
    pods: [going('b')],
    want: { counts: { RateLimit: 1 }, last: [attempt('b', 'RateLimit', 'TemporaryFailure')] },
  },
  'more than are kept: the counts stay': {
    job: recorded({ counts: { RateLimit: 12 }, last: ten }),
    pods: [exited('b', 75, 5)],
    want: { counts: { RateLimit: 13 }, last: [...ten.slice(1), attempt('b', 'RateLimit', 'TemporaryFailure', 5)] },
  },
  'more than are kept, and an old Pod is still there: it does not count again': {
    job: recorded({ counts: { RateLimit: 12 }, last: ten }),
    pods: [exited('b', 75, 200)],
    want: { counts: { RateLimit: 12 }, last: ten },
  },
};

test.each(Object.entries(cases))('%s', (_, { job = makeJob(0), pods, want }) => {
  expect(attemptHistory(job, pods)).toEqual(want);
  expect(attemptHistory(job, pods.toReversed())).toEqual(want);
  expect(attemptHistory({ ...recorded(want), ...(job.spec && { spec: job.spec }) }, pods)).toEqual(want);
});

test.each(['', 'no JSON', '[]', '{}', '{"counts":1,"last":[]}', '{"counts":{},"last":{}}', 'null'])(
  'an annotation that somebody wrote, %j: nothing is recorded',
  (text) => expect(recordedAttempts(recorded(text))).toEqual({ counts: {}, last: [] }),
);

test('parts of an annotation that make no sense are left out', () => {
  const text = JSON.stringify({
    counts: { Other: -1, RateLimit: 2, Evicted: 'x' },
    last: [first, {}, 3, { ...first, pod: 1 }],
  });
  expect(recordedAttempts(recorded(text))).toEqual({ counts: { RateLimit: 2 }, last: [first] });
});

describe('what the entry of a task says of its attempts', () => {
  const listed = (history: AttemptHistory, pod: ObservedTaskPod | undefined) =>
    listedAttempts({ job: makeJob(0), pod, history, endedPods: 0, jobWarning: undefined, podWarning: undefined })?.map(
      (each) => `${each.attempt} ${each.reason}`,
    );
  const running = makePod(0, { phase: 'Running' });
  const other = attempt('b', 'Other', 'AgentFailed');

  test.each<[string, AttemptHistory, ObservedTaskPod | undefined, string[] | undefined]>([
    ['none: nothing', { counts: {}, last: [] }, running, undefined],
    ['one, and the next runs', once, running, ['0 TemporaryFailure']],
    ['one, and no other comes: nothing', { counts: { Other: 1 }, last: [other] }, exited('b', 42), undefined],
    [
      'two, and no other comes',
      { counts: { RateLimit: 1, Other: 1 }, last: [first, other] },
      exited('b', 42),
      ['0 TemporaryFailure', '1 AgentFailed'],
    ],
    [
      'thirteen: the last five',
      { counts: { RateLimit: 13 }, last: ten },
      running,
      [8, 9, 10, 11, 12].map((i) => `${i} TemporaryFailure`),
    ],
    [
      'being deleted, and succeeded after all: nothing',
      { counts: { Other: 1 }, last: [attempt('s', 'Other', 'PodDeleted')] },
      makePod(0, { phase: 'Succeeded' }, { uid: 's' }),
      undefined,
    ],
  ])('%s', (_, history, pod, want) => expect(listed(history, pod)).toEqual(want));
});
