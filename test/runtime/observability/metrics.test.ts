import { expect, test } from '@jest/globals';
import { Registry } from 'prom-client';
import { engineMetrics } from '../../../runtime/observability/engine-metrics.js';
import { processMetrics } from '../../../runtime/observability/process-metrics.js';
import { prometheusMeters } from '../../../runtime/observability/prometheus-meters.js';
import { samples } from './counted-objects.js';

test('the engine: what it counts, and never the name of an object', async () => {
  const registry = new Registry();
  const metrics = engineMetrics(registry);
  metrics.reconciled?.('batch-run', 'failed', 0.2);
  metrics.queueCreated?.('batch-run', () => 3);
  metrics.watchEnded?.('pods', 'Silence');
  metrics.relisted?.('pods', 10);
  metrics.requestFinished?.({ method: 'PATCH', code: 409, seconds: 0.1 });
  expect(await samples(registry)).toEqual([
    'kubetask_api_request_duration_seconds_count{method="PATCH"} 1',
    'kubetask_api_request_duration_seconds_sum{method="PATCH"} 0.1',
    'kubetask_api_requests_total{method="PATCH",code="409"} 1',
    'kubetask_reconcile_duration_seconds_count{controller="batch-run"} 1',
    'kubetask_reconcile_duration_seconds_sum{controller="batch-run"} 0.2',
    'kubetask_reconcile_total{controller="batch-run",result="failed"} 1',
    'kubetask_relists_total{resource="pods"} 1',
    'kubetask_watch_ends_total{resource="pods",reason="Silence"} 1',
    'kubetask_workqueue_depth{controller="batch-run"} 3',
  ]);
});

test('the process: what it is and holds; two caches of one resource are one', async () => {
  const registry = new Registry();
  const caches = () => [
    { resource: 'pods', lastContact: 9_000, isServed: true, size: 3 },
    { resource: 'pods', lastContact: 4_000, isServed: true, size: 2 },
    { resource: 'jobs', lastContact: undefined, isServed: undefined, size: 0 },
    { resource: 'agents', lastContact: 9_000, isServed: false, size: 0 },
  ];
  const memory = { heldBytes: 4_000_000, leftOut: ['team'] };
  processMetrics(registry, { isLeader: () => true, caches, memory, now: () => 10_000 });
  expect((await samples(registry)).filter((line) => !line.includes('build_info'))).toEqual([
    'kubetask_cached_bytes 4000000',
    'kubetask_cached_objects{resource="agents"} 0',
    'kubetask_cached_objects{resource="jobs"} 0',
    'kubetask_cached_objects{resource="pods"} 5',
    'kubetask_leader 1',
    'kubetask_namespaces_left_out 1',
    'kubetask_resource_served{resource="agents"} 0',
    'kubetask_resource_served{resource="pods"} 1',
    'kubetask_watch_silence_seconds{resource="agents"} 1',
    'kubetask_watch_silence_seconds{resource="pods"} 6',
  ]);
});

test('a counter that two kinds ask for is one; a gauge is not', async () => {
  const registry = new Registry();
  const meters = prometheusMeters(registry);
  const description = { name: 'kubetask_x_total', help: 'x', labelNames: ['kind'] as const };
  for (const kind of ['A', 'B']) meters.counter(description).inc({ kind });
  expect(await samples(registry)).toEqual(['kubetask_x_total{kind="A"} 1', 'kubetask_x_total{kind="B"} 1']);
  meters.gauge({ name: 'kubetask_y', help: 'y' });
  expect(() => meters.gauge({ name: 'kubetask_y', help: 'y' })).toThrow('kubetask_y');
});
