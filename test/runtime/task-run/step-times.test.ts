import { describe, expect, test } from '@jest/globals';
import { progressMessage, stepStatuses } from '../../../runtime/task-run/pod/steps.js';
import { ago, ended, makePod, running, stepsPod, waiting } from './world.js';

const epoch = '1970-01-01T00:00:00Z';

describe('when a step began and ended', () => {
  const cases: Record<string, { pod: ReturnType<typeof makePod>; want: object[] }> = {
    'one ended, the other runs': {
      pod: stepsPod('Running', ended('one', 0, { secondsAgo: 20 }), running('two', 15)),
      want: [{ startTime: ago(25), completionTime: ago(20) }, { startTime: ago(15) }],
    },
    'the containers have not been looked at: none': { pod: makePod(), want: [{}, {}] },
    'one could not start: none, although the runtime says when that was': {
      pod: stepsPod('Failed', ended('one', 128, { startedAt: epoch, finishedAt: ago(3) }), waiting('two')),
      want: [{}, {}],
    },
    'one ended and the runtime does not say when: when it began': {
      pod: stepsPod('Failed', ended('one', 137, { startedAt: ago(9), finishedAt: epoch }), waiting('two')),
      want: [{ startTime: ago(9) }, {}],
    },
  };
  test.each(Object.entries(cases))('%s', (_, { pod, want }) => {
    const times = stepStatuses(pod).map(({ startTime, completionTime }) => ({ startTime, completionTime }));
    expect(times).toEqual(want);
  });
});

test('the only step of a task runs: it is not counted', () => {
  expect(progressMessage([{ name: 'agent', container: 'agent', phase: 'Running' }])).toBe('the agent is running');
});
