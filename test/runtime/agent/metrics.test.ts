import { expect, test } from '@jest/globals';
import { Registry } from 'prom-client';
import type { Agent, Condition } from '../../../api/generated/kinds.js';
import { agentMetrics } from '../../../runtime/agent/metrics.js';
import { prometheusMeters } from '../../../runtime/observability/prometheus-meters.js';
import { samples } from '../observability/counted-objects.js';

test('agents: by whether they are up, and why not', async () => {
  const registry = new Registry();
  const makeAgent = (...conditions: Condition[]): Agent => ({
    apiVersion: 'beeai.dev/v1',
    kind: 'Agent',
    metadata: { name: 'helper', namespace: 'team' },
    spec: { image: 'i:v1' },
    status: { conditions },
  });
  const ready = (status: 'True' | 'False', reason: string): Condition => ({
    ...{ type: 'Ready', status, reason },
    ...{ message: '', lastTransitionTime: '2030-01-01T00:00:00Z' },
  });
  const all = [makeAgent(), makeAgent(ready('True', 'Available')), makeAgent(ready('False', 'NotReady'))];
  agentMetrics(prometheusMeters(registry), { agents: { store: { all: () => all } } }, () => true);
  expect(await samples(registry)).toEqual([
    'kubetask_agents{namespace="team",ready="False",reason="NotReady"} 1',
    'kubetask_agents{namespace="team",ready="True",reason="Available"} 1',
    'kubetask_agents{namespace="team",ready="Unknown",reason=""} 1',
  ]);
});
