import { expect, test } from '@jest/globals';
import { openReader } from '../../../plan/agent-preset/presets/custom.js';
import type { ProcessExit, Verdict } from '../../../plan/agent-preset/stream.js';

const ended = (outcome: Verdict['outcome'], exitCode: number, how = `exit code ${exitCode}`): Verdict => ({
  ...{ outcome, exitCode, error: `the agent ended with ${how}`, facts: {} },
});

const cases: Record<string, { exit: ProcessExit; want: Verdict }> = {
  'exit code 0': { exit: { code: 0 }, want: { outcome: 'Succeeded', facts: {} } },
  'exit code 1': { exit: { code: 1 }, want: ended('Failed', 1) },
  'exit code 75: temporary': { exit: { code: 75 }, want: ended('RateLimited', 75) },
  'exit code 42: bad input': { exit: { code: 42 }, want: ended('Refused', 42) },
  'exit code 64: bad usage': { exit: { code: 64 }, want: ended('Refused', 64) },
  'exit code 137': { exit: { code: 137 }, want: ended('Failed', 137) },
  'a signal': { exit: { signal: 'SIGTERM' }, want: ended('Failed', 1, 'SIGTERM') },
};
test.each(Object.entries(cases))('%s', (_, { exit, want }) => expect(openReader().end(exit)).toEqual(want));

test('what it prints says nothing about time', () =>
  expect(openReader().read({ from: 'stdout', text: '{"type":"result"}', isCut: false })).toBeUndefined());
