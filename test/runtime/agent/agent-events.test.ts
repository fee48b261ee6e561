import { expect, test } from '@jest/globals';
import type { AgentStatus } from '../../../api/generated/kinds.js';
import { agentEvents } from '../../../runtime/agent/agent-events.js';

const condition = (type: string, reason: string) =>
  ({ type, reason, status: 'False', message: 'why', lastTransitionTime: '2026-01-05T11:00:00Z' }) as const;
/** With another condition before the one that is reported. */
const status = (reason: string): AgentStatus => ({
  conditions: [condition('Reconciling', 'Other'), condition('Ready', reason)],
});

const cases: Record<string, { before?: AgentStatus; after: AgentStatus; want: string[] }> = {
  'became available: reported': {
    before: status('RollingOut'),
    after: status('Available'),
    want: ['Normal Available: why'],
  },
  'is still available: nothing': { before: status('Available'), after: status('Available'), want: [] },
  'rolls out: nothing, since that is what it should do': { after: status('RollingOut'), want: [] },
  'its Pod starts: nothing': { before: status('RollingOut'), after: status('PodPending'), want: [] },
  'scaled to zero: nothing': { before: status('Available'), after: status('ScaledToZero'), want: [] },
  'something is wrong: a warning': {
    before: status('RollingOut'),
    after: status('CrashLoopBackOff'),
    want: ['Warning CrashLoopBackOff: why'],
  },
  'the first thing known is wrong: a warning': {
    before: { replicas: 0 },
    after: status('InvalidSpec'),
    want: ['Warning InvalidSpec: why'],
  },
  'no conditions yet: nothing': { before: {}, after: {}, want: [] },
};
test.each(Object.entries(cases))('%s', (_, { before, after, want }) => {
  expect(agentEvents(before, after).map(({ type, reason, message }) => `${type} ${reason}: ${message}`)).toEqual(want);
});
