import type { EngineMetrics } from '../../packages/kubernetes-client/metrics.js';

/** Counts everything that the engine's metrics report, one line each. */
export interface MetricCounts extends EngineMetrics {
  /** How often matching lines were reported. */
  count(line: RegExp): number;
  /** Resolves when matching lines have been reported `times` times. */
  reached(line: RegExp, times?: number): Promise<void>;
}

/** Lines: `PATCH 409`, `watch jobs Timeout`, `relist pods`, `pass batch-run failed`. */
export function countMetrics(): MetricCounts {
  const counts = new Map<string, number>();
  const waiters = new Set<() => void>();
  const add = (line: string) => {
    counts.set(line, (counts.get(line) ?? 0) + 1);
    for (const waiter of waiters) waiter();
  };
  const count = (line: RegExp) =>
    [...counts].reduce((sum, [counted, times]) => sum + (line.test(counted) ? times : 0), 0);
  return {
    count,
    reached: (line, times = 1) =>
      new Promise((resolve) => {
        const look = () => {
          if (count(line) < times) return;
          waiters.delete(look);
          resolve();
        };
        waiters.add(look);
        look();
      }),
    requestFinished: ({ method, code }) => add(`${method} ${code}`),
    watchEnded: (resource, reason) => add(`watch ${resource} ${reason}`),
    relisted: (resource) => add(`relist ${resource}`),
    reconciled: (controller, outcome) => add(`pass ${controller} ${outcome}`),
  };
}
