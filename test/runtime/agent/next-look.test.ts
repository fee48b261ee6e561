import { describe, expect, test } from '@jest/globals';
import type { Agent } from '../../../api/generated/kinds.js';
import type { ObservedAgent } from '../../../runtime/agent/observed.js';
import { explain } from '../../../runtime/agent/reconcile.js';
import type { ChildFailure } from '../../../runtime/engine/reconcile/act.js';
import { children, halfway, makeAgent, now, observe } from './world.js';

const outcomeOf = (agent: Agent, observed: Partial<ObservedAgent>, failures: readonly ChildFailure[] = []) =>
  explain(observe(agent, observed), failures, now);
const childrenWith = (agent: Agent, status: ReturnType<typeof halfway>) => {
  const { deployment, service } = children(agent, status);
  return [deployment, service];
};
const rejection = (transient: boolean): ChildFailure => ({
  change: { type: 'create', object: children(makeAgent()).deployment },
  ...{ reason: 'Forbidden', message: 'exceeded quota', transient },
});

describe('when an Agent is looked at again, in seconds', () => {
  const agent = makeAgent();
  const cases: Record<string, { observed: Partial<ObservedAgent>; failures?: ChildFailure[]; want?: number }> = {
    'all is well: when there is news': { observed: {} },
    'it rolls out: soon, since no news tells that a Pod is late': {
      observed: { children: childrenWith(agent, halfway()) },
      want: 15,
    },
    'its rollout stalled: when there is news': {
      observed: { children: childrenWith(agent, halfway('ProgressDeadlineExceeded')) },
    },
    'nothing of it is there yet: soon': { observed: { children: [] }, want: 15 },
    'a creation was refused: in a minute': { observed: { children: [] }, failures: [rejection(false)], want: 60 },
    'a creation got no answer: in a minute': { observed: { children: [] }, failures: [rejection(true)], want: 60 },
  };
  test.each(Object.entries(cases))('%s', (_, { observed, failures, want }) => {
    expect(outcomeOf(agent, observed, failures).requeueAfterSeconds).toBe(want);
  });

  test('its Pods cannot start, which waiting may heal: in a minute', () => {
    const status = {
      ...halfway(),
      conditions: [{ type: 'ReplicaFailure', status: 'True', message: 'exceeded quota' }],
    };
    expect(outcomeOf(agent, { children: childrenWith(agent, status) }).requeueAfterSeconds).toBe(60);
  });
});
