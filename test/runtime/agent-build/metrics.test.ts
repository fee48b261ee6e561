import { expect, test } from '@jest/globals';
import { Registry } from 'prom-client';
import type { AgentBuild, BuildRecord } from '../../../api/generated/kinds.js';
import { agentBuildMetrics } from '../../../runtime/agent-build/metrics.js';
import { prometheusMeters } from '../../../runtime/observability/prometheus-meters.js';
import { CountedObjects, samples } from '../observability/counted-objects.js';

test('builds: by phase, and each that ended, by reason and by how long it took', async () => {
  const registry = new Registry();
  const makeBuild = (...builds: BuildRecord[]): AgentBuild => ({
    apiVersion: 'beeai.dev/v1',
    kind: 'AgentBuild',
    metadata: { name: 'hello', namespace: 'team' },
    spec: { repoUrl: 'https://git/x', imageRegistry: 'registry', image: 'hello', imageTag: 'v1' },
    status: { phase: 'Running', builds },
  });
  const record = (hash: string, phase: BuildRecord['phase'], reason: string): BuildRecord => ({
    ...{ hash, pipelineRunName: `hello-${hash}`, phase, reason },
    startTime: '2030-01-01T00:00:00Z',
    completionTime: '2030-01-01T00:05:00Z',
  });
  const agentBuilds = new CountedObjects([makeBuild()]);
  agentBuildMetrics(prometheusMeters(registry), { agentBuilds }, () => true);
  const first = record('a', 'Failed', 'PullFailed');
  agentBuilds.update(makeBuild(record('a', 'Running', 'Running')), makeBuild(first));
  agentBuilds.update(makeBuild(first), makeBuild(record('b', 'Succeeded', 'Completed'), first));
  expect(await samples(registry)).toEqual([
    'kubetask_agentbuild_duration_seconds_count{namespace="team",phase="Failed"} 1',
    'kubetask_agentbuild_duration_seconds_count{namespace="team",phase="Succeeded"} 1',
    'kubetask_agentbuild_duration_seconds_sum{namespace="team",phase="Failed"} 300',
    'kubetask_agentbuild_duration_seconds_sum{namespace="team",phase="Succeeded"} 300',
    'kubetask_agentbuilds_finished_total{namespace="team",phase="Failed",reason="PullFailed"} 1',
    'kubetask_agentbuilds_finished_total{namespace="team",phase="Succeeded",reason="Completed"} 1',
    'kubetask_agentbuilds{namespace="team",phase="Running"} 1',
  ]);
});
