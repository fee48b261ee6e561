import { Counter, Gauge, Histogram, type Registry } from 'prom-client';
import type { Meters } from './meters.js';

/** Metrics that `registry` exposes. */
export function prometheusMeters(registry: Registry): Meters {
  const registers = [registry];
  const made = new Map<string, unknown>();
  const once = <Metric>(name: string, make: () => Metric): Metric => {
    const metric = (made.get(name) as Metric | undefined) ?? make();
    made.set(name, metric);
    return metric;
  };
  return {
    counter: (description) => once(description.name, () => new Counter({ ...description, registers })),
    histogram: (description) => once(description.name, () => new Histogram({ ...description, registers })),
    gauge: (description) => new Gauge({ ...description, registers }),
  };
}
