import type { EngineMetrics } from '../../packages/kubernetes-client/metrics.js';

/** Counts, under one line each, everything that the engine's metrics tell. */
export interface Told extends EngineMetrics {
  /** How often a line that matches was told. */
  count(line: RegExp): number;
  /** Resolves when a line that matches has been told so often. */
  reached(line: RegExp, times?: number): Promise<void>;
}

/** Lines: `PATCH 409`, `watch jobs Timeout`, `relist pods`, `pass batch-run failed`. */
export function listen(): Told {
  const counts = new Map<string, number>();
  const waiters = new Set<() => void>();
  const tell = (line: string) => {
    counts.set(line, (counts.get(line) ?? 0) + 1);
    for (const waiter of waiters) waiter();
  };
  const count = (line: RegExp) => [...counts].reduce((sum, [told, times]) => sum + (line.test(told) ? times : 0), 0);
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
    requestFinished: ({ method, code }) => tell(`${method} ${code}`),
    watchEnded: (resource, reason) => tell(`watch ${resource} ${reason}`),
    relisted: (resource) => tell(`relist ${resource}`),
    reconciled: (controller, outcome) => tell(`pass ${controller} ${outcome}`),
  };
}
