import { describe, expect, test } from '@jest/globals';
import { nextStartMessage } from '../../../api/status/next-start.js';
import { type TaskWords, taskWords, withoutLogAdvice } from '../../../cli/run/task-words.js';
import { ago, now } from '../sample.js';

type Row = Parameters<typeof taskWords>[0];

const row = (given: Partial<Row>): Row => ({
  phase: 'Pending',
  reason: '',
  note: given.message ?? given.reason ?? '',
  message: '',
  result: {},
  ...given,
});
const attempt = (number: number, reason: string, seconds: number) => ({ attempt: number, reason, time: ago(seconds) });
const logs = 'see kubectl logs -n default job/deps-task-1';

const cases: Record<string, { row: Partial<Row>; setup?: string; want: TaskWords }> = {
  'no reason yet: starting': { row: {}, want: { words: 'starting', detail: '' } },
  'its Job is about to be created: starting': {
    row: { reason: 'JobPending' },
    want: { words: 'starting', detail: '' },
  },
  'queued: waits for a slot': { row: { reason: 'Queued' }, want: { words: 'waiting for a slot', detail: '' } },
  'the run is suspended: paused': { row: { reason: 'Suspended' }, want: { words: 'paused', detail: '' } },
  'no node fits: what the scheduler says': {
    row: { reason: 'Unschedulable', message: '0/3 nodes are available' },
    want: { words: 'waiting for a node', detail: '0/3 nodes are available' },
  },
  'an init container runs, and it is known which: its work': {
    row: { reason: 'Initializing' },
    setup: 'cloning',
    want: { words: 'cloning', detail: '' },
  },
  'an init container runs: in general': {
    row: { reason: 'Initializing' },
    want: { words: 'preparing the workspace', detail: '' },
  },
  'the agent runs': {
    row: { phase: 'Running', reason: 'Running' },
    setup: 'cloning',
    want: { words: 'agent is working', detail: '' },
  },
  'the agent runs a second time: counted as people count': {
    row: { phase: 'Running', reason: 'Running', attempts: [attempt(0, 'TemporaryFailure', 60)] },
    want: { words: 'agent is working, attempt 2', detail: '' },
  },
  'rate limited: as long as the Job controller waits': {
    row: {
      reason: 'TemporaryFailure',
      message: `exited with 75; ${logs}`,
      attempts: [attempt(0, 'TemporaryFailure', 4)],
    },
    want: { words: 'rate limited, next try in about 6s', detail: '' },
  },
  'rate limited a second time: twice as long': {
    row: { reason: 'TemporaryFailure', attempts: [attempt(1, 'TemporaryFailure', 4)] },
    want: { words: 'rate limited, next try in about 16s', detail: '' },
  },
  'rate limited, and the time is over: tries again': {
    row: { reason: 'TemporaryFailure', attempts: [attempt(0, 'TemporaryFailure', 40)] },
    want: { words: 'rate limited, tries again', detail: '' },
  },
  'its Pod waits at the gate: exactly so long': {
    row: {
      reason: 'BackingOff',
      message: nextStartMessage(1, now + 40_000, 'TemporaryFailure'),
      attempts: [attempt(0, 'TemporaryFailure', 20)],
    },
    want: { words: 'rate limited, next try in 40s', detail: '' },
  },
  'a failed clone that is tried again': {
    row: {
      reason: 'BackingOff',
      message: nextStartMessage(1, now + 1000, 'CloneFailed'),
      attempts: [attempt(0, 'CloneFailed', 20)],
    },
    want: { words: 'clone failed, next try in 1s', detail: '' },
  },
  'failed with a code that is tried again': {
    row: { reason: 'AgentFailed', message: 'exited with 3' },
    want: { words: 'failed, tries again', detail: '' },
  },
  'succeeded: what the agent says it did': {
    row: { phase: 'Succeeded', reason: 'Completed', note: 'Upgraded lodash' },
    want: { words: 'Succeeded', detail: 'Upgraded lodash' },
  },
  'succeeded earlier': {
    row: { phase: 'Succeeded', reason: 'Reused', note: 'Upgraded lodash' },
    want: { words: 'Succeeded (reused)', detail: 'Upgraded lodash' },
  },
  'failed: why, without the advice to ask a cluster that ends': {
    row: { phase: 'Failed', reason: 'AgentFailed', message: `container agent exited with code 1; ${logs}` },
    want: { words: 'Failed', detail: 'container agent exited with code 1' },
  },
  'an unknown reason: its message': {
    row: { reason: 'SomethingNew', message: 'nobody has seen this' },
    want: { words: 'starting', detail: 'nobody has seen this' },
  },
};

describe('taskWords', () => {
  test.each(Object.entries(cases))('%s', (_, { row: given, setup, want }) =>
    expect(taskWords(row(given), now, setup)).toEqual(want),
  );
});

const messages: Record<string, { message: string; want: string }> = {
  'at the end': { message: `exit code 1; ${logs}`, want: 'exit code 1' },
  'in the middle': { message: `exit code 1; ${logs}; the Job tries again`, want: 'exit code 1; the Job tries again' },
  'with a container': { message: `step a exited with 3; ${logs} -c a`, want: 'step a exited with 3' },
  alone: { message: logs, want: '' },
  'other advice stays': { message: 'raise the limit', want: 'raise the limit' },
};

test.each(Object.entries(messages))('withoutLogAdvice: %s', (_, { message, want }) =>
  expect(withoutLogAdvice(message)).toBe(want),
);
