import { describe, expect, test } from '@jest/globals';
import type { StreamMark } from '../../plan/agent-preset/stream.js';
import {
  afterKill,
  afterMark,
  afterOutput,
  afterStop,
  nextStep,
  type Step,
  started,
  type Watched,
} from '../../wrapper/watch.js';

const limits = { waitSeconds: 60, silenceSeconds: 600, graceSeconds: 25 };
const limited: StreamMark = { kind: 'waiting', because: 'RateLimit' };
const refused: StreamMark = { kind: 'waiting', because: 'Refused' };
const asksFor = (retryAfterSeconds: number): StreamMark => ({ ...limited, retryAfterSeconds });

/** What is seen when, in seconds since the start. */
type Seen = readonly (readonly [at: number, what: 'output' | 'SIGTERM' | 'kill' | StreamMark])[];

const after = (seen: Seen): Watched =>
  seen.reduce<Watched>((watched, [at, what]) => {
    if (what === 'output') return afterOutput(watched, at);
    if (what === 'SIGTERM') return afterStop(watched, 'Terminated', at);
    if (what === 'kill') return afterKill(watched);
    return afterMark(afterOutput(watched, at), what, at);
  }, started(0));

const wait = (seconds: number): Step => ({ kind: 'wait', seconds });
const stop = (reason: Extract<Step, { kind: 'stop' }>['reason']): Step => ({ kind: 'stop', reason });
const kill: Step = { kind: 'kill' };

describe('the next step', () => {
  const cases: Record<string, { seen: Seen; now: number; want: Step }> = {
    'nothing was printed yet: waits for the time of silence': { seen: [], now: 10, want: wait(590) },
    'nothing was printed for too long: ends': { seen: [], now: 600, want: stop('Silence') },
    'output starts the silence again': { seen: [[599, 'output']], now: 600, want: wait(599) },
    'the provider refuses: waits for the rest of the time': { seen: [[100, limited]], now: 110, want: wait(50) },
    'the provider refuses for too long: ends': { seen: [[100, limited]], now: 160, want: stop('RateLimit') },
    'each refusal is not a new wait': {
      seen: [
        [100, limited],
        [130, limited],
      ],
      now: 160,
      want: stop('RateLimit'),
    },
    'output alone ends no wait': {
      seen: [
        [100, limited],
        [130, 'output'],
      ],
      now: 160,
      want: stop('RateLimit'),
    },
    'the provider answers: the wait is over': {
      seen: [
        [100, limited],
        [130, { kind: 'work' }],
      ],
      now: 160,
      want: wait(570),
    },
    'an answer, then a refusal: another wait': {
      seen: [
        [100, limited],
        [130, { kind: 'work' }],
        [150, limited],
      ],
      now: 160,
      want: wait(50),
    },
    'the provider asks for less than is left: waits': { seen: [[100, asksFor(30)]], now: 100, want: wait(60) },
    'the provider asks for more than is left: ends at once': {
      seen: [[100, asksFor(61)]],
      now: 100,
      want: stop('RateLimit'),
    },
    'it asks for more the second time': {
      seen: [
        [100, asksFor(30)],
        [130, asksFor(31)],
      ],
      now: 130,
      want: stop('RateLimit'),
    },
    'a wait is no silence': { seen: [[0, limited]], now: 59, want: wait(1) },
    'the provider fails in another way for too long': {
      seen: [[0, { kind: 'waiting', because: 'ProviderError' }]],
      now: 60,
      want: stop('ProviderError'),
    },
    'the provider refuses the key, and the CLI asks again: ends soon': {
      seen: [[0, refused]],
      now: 10,
      want: stop('Refused'),
    },
    'the provider refuses the key, and then answers': {
      seen: [
        [0, refused],
        [9, { kind: 'work' }],
      ],
      now: 10,
      want: wait(599),
    },
    'work after the last record: it was not the last': {
      seen: [
        [5, { kind: 'last' }],
        [14, { kind: 'work' }],
      ],
      now: 15,
      want: wait(599),
    },
    'after the last record it may clean up': { seen: [[5, { kind: 'last' }]], now: 10, want: wait(5) },
    'it goes on after the last record: ends': { seen: [[5, { kind: 'last' }]], now: 15, want: stop('Finished') },
    'more output after the last record gives no more time': {
      seen: [
        [5, { kind: 'last' }],
        [14, 'output'],
        [14, { kind: 'last' }],
      ],
      now: 15,
      want: stop('Finished'),
    },
    'a wait that ends with the last record': {
      seen: [
        [0, limited],
        [5, { kind: 'last' }],
      ],
      now: 6,
      want: wait(9),
    },
    'SIGTERM: waits the grace': { seen: [[10, 'SIGTERM']], now: 20, want: wait(15) },
    'SIGTERM is ignored: kills': { seen: [[10, 'SIGTERM']], now: 35, want: kill },
    'a second SIGTERM gives no more time': {
      seen: [
        [10, 'SIGTERM'],
        [30, 'SIGTERM'],
      ],
      now: 35,
      want: kill,
    },
    'killed: nothing more to do': {
      seen: [
        [10, 'SIGTERM'],
        [35, 'kill'],
      ],
      now: 99,
      want: wait(Number.POSITIVE_INFINITY),
    },
  };
  test.each(Object.entries(cases))('%s', (_, { seen, now, want }) =>
    expect(nextStep(after(seen), limits, now)).toEqual(want),
  );
});

test('a CLI that is ended for its provider gets a short grace', () => {
  const watched = afterStop(started(0), 'RateLimit', 100);
  expect([nextStep(watched, limits, 104), nextStep(watched, limits, 105)]).toEqual([wait(1), kill]);
});

test('no time to wait: the first refusal ends it', () =>
  expect(nextStep(after([[1, limited]]), { ...limits, waitSeconds: 0 }, 1)).toEqual(stop('RateLimit')));
