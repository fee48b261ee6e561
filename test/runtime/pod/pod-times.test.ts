import { expect, test } from '@jest/globals';
import type { ObservedContainer, ObservedPod } from '../../../runtime/pod/observed-pod.js';
import { podEnd, podStart, realTime } from '../../../runtime/pod/pod-times.js';

const epoch = '1970-01-01T00:00:00Z';
const time = (minute: number) => `2030-01-01T00:0${minute}:00Z`;
const running = (from: string): ObservedContainer => ({ name: 'c', state: { running: { startedAt: from } } });
const ended = (startedAt: string, finishedAt: string): ObservedContainer => ({
  ...{ name: 'c', state: { terminated: { exitCode: 0, startedAt, finishedAt } } },
});
const pod = (...containerStatuses: ObservedContainer[]): ObservedPod => ({
  ...{ apiVersion: 'v1', kind: 'Pod', metadata: { name: 'p' }, status: { containerStatuses } },
});

interface Case {
  readonly containers: ObservedContainer[];
  readonly start: string | undefined;
  readonly end: string | undefined;
}

const cases: Record<string, Case> = {
  'no container: neither': { containers: [], start: undefined, end: undefined },
  'one without a state: neither': { containers: [{ name: 'c' }], start: undefined, end: undefined },
  'one waits: neither': { containers: [{ name: 'c', state: { waiting: {} } }], start: undefined, end: undefined },
  'one runs: its start': { containers: [running(time(1))], start: time(1), end: undefined },
  'one has ended: both': { containers: [ended(time(1), time(2))], start: time(1), end: time(2) },
  'several have ended: the first start and the last end': {
    containers: [ended(time(3), time(4)), ended(time(1), time(5)), ended(time(2), time(2))],
    ...{ start: time(1), end: time(5) },
  },
  'one has ended and one runs: the first start, and no end': {
    containers: [ended(time(3), time(4)), running(time(2))],
    ...{ start: time(2), end: undefined },
  },
  'one never started, as runtimes say it: neither': {
    containers: [ended(epoch, epoch)],
    ...{ start: undefined, end: undefined },
  },
};

test.each(Object.entries(cases))('when a Pod began and ended: %s', (_, { containers, start, end }) => {
  expect([podStart(pod(...containers)), podEnd(pod(...containers))]).toEqual([start, end]);
});

test.each([
  [undefined, undefined],
  [epoch, undefined],
  ['1970-01-01T00:00:01Z', '1970-01-01T00:00:01Z'],
])('%s is the real time %s', (given, want) => {
  expect(realTime(given)).toBe(want);
});
