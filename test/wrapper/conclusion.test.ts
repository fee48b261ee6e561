import { expect, test } from '@jest/globals';
import type { Verdict } from '../../plan/agent-preset/stream.js';
import { type Conclusion, conclude } from '../../wrapper/conclusion.js';
import { afterMark, afterStop, type StopReason, started } from '../../wrapper/watch.js';

const limits = { waitSeconds: 60, silenceSeconds: 600, graceSeconds: 25 };
const cutOff: Verdict = { outcome: 'Failed', error: 'ended without its last record', facts: {} };
const done: Verdict = { outcome: 'Succeeded', facts: {} };

const cases: Record<string, { verdict: Verdict; reason?: StopReason; want: Conclusion }> = {
  'it ended by itself': { verdict: done, want: { exitCode: 0 } },
  'it was ended after its work': { verdict: done, reason: 'Silence', want: { exitCode: 0 } },
  'the provider refuses the key': {
    verdict: cutOff,
    reason: 'Refused',
    want: { exitCode: 42, error: 'the provider refuses the requests: wrong key' },
  },
  'the provider limits the rate': {
    verdict: cutOff,
    reason: 'RateLimit',
    want: { exitCode: 75, error: 'the provider limits the rate: wrong key', retryAfterSeconds: 7 },
  },
  'the provider fails': {
    verdict: cutOff,
    reason: 'ProviderError',
    want: { exitCode: 1, error: 'the provider failed for 60 seconds: wrong key' },
  },
  'it goes on after its last record': {
    verdict: cutOff,
    reason: 'Finished',
    want: { exitCode: 1, error: 'ended without its last record' },
  },
};
test.each(Object.entries(cases))('%s', (_, { verdict, reason, want }) => {
  const waiting = afterMark(
    started(0),
    { kind: 'waiting', because: 'RateLimit', said: 'wrong key', retryAfterSeconds: 7 },
    0,
  );
  expect(conclude(verdict, reason ? afterStop(waiting, reason, 60) : waiting, limits)).toEqual(want);
});
