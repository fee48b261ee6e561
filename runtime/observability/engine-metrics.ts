import { Counter, Gauge, Histogram, type Registry } from 'prom-client';
import type { EngineMetrics } from '../../packages/kubernetes-client/metrics.js';

/** From a tenth of the fastest answer seen to the deadline of a request. */
const requestBuckets = [0.002, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30];

/** Counts what the engine does. No label ever holds the name of an object. */
export function engineMetrics(registry: Registry): EngineMetrics {
  const registers = [registry];
  return { ...passMetrics(registers), ...watchMetrics(registers), ...requestMetrics(registers) };
}

function passMetrics(registers: Registry[]): Pick<EngineMetrics, 'reconciled' | 'queueCreated'> {
  const reconciles = new Counter({
    name: 'kubetask_reconcile_total',
    help: 'Passes over one object, by outcome: done, requeued (looks again later) or failed (backs off).',
    labelNames: ['controller', 'result'],
    registers,
  });
  const reconcileSeconds = new Histogram({
    name: 'kubetask_reconcile_duration_seconds',
    help: 'How long one pass took, its requests included.',
    labelNames: ['controller'],
    buckets: requestBuckets,
    registers,
  });
  const depths = new Map<string, () => number>();
  new Gauge({
    name: 'kubetask_workqueue_depth',
    help: 'Objects that wait for a pass.',
    labelNames: ['controller'],
    registers,
    collect() {
      for (const [controller, depth] of depths) this.set({ controller }, depth());
    },
  });
  return {
    reconciled: (controller, result, seconds) => {
      reconciles.inc({ controller, result });
      reconcileSeconds.observe({ controller }, seconds);
    },
    queueCreated: (controller, depth) => depths.set(controller, depth),
  };
}

function watchMetrics(registers: Registry[]): Pick<EngineMetrics, 'watchEnded' | 'relisted'> {
  const watchEnds = new Counter({
    name: 'kubetask_watch_ends_total',
    help: 'Watches that ended, by reason: End when the server ended it normally, else what went wrong.',
    labelNames: ['resource', 'reason'],
    registers,
  });
  const relists = new Counter({
    name: 'kubetask_relists_total',
    help: 'Full lists: one at the start, then one whenever a watch could not be resumed.',
    labelNames: ['resource'],
    registers,
  });
  return {
    watchEnded: (resource, reason) => watchEnds.inc({ resource, reason }),
    relisted: (resource) => relists.inc({ resource }),
  };
}

function requestMetrics(registers: Registry[]): Pick<EngineMetrics, 'requestFinished'> {
  const requests = new Counter({
    name: 'kubetask_api_requests_total',
    help: 'Requests to the API server, with every attempt; code is 200 for any success and 0 without a response.',
    labelNames: ['method', 'code'],
    registers,
  });
  const requestSeconds = new Histogram({
    name: 'kubetask_api_request_duration_seconds',
    help: 'Duration of an attempt; for a watch, until it started.',
    labelNames: ['method'],
    buckets: requestBuckets,
    registers,
  });
  return {
    requestFinished: ({ method, code, seconds }) => {
      requests.inc({ method, code: String(code) });
      requestSeconds.observe({ method }, seconds);
    },
  };
}
