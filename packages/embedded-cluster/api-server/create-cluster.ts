import { usePatternEngine } from '../../structural-schema/pattern.js';
import { keepNamespaces } from './lifecycle/namespace-lifecycle.js';
import { serveDefinitions } from './lifecycle/serve-definitions.js';
import { linearPattern } from './linear-patterns.js';
import type { Cluster } from './operations/cluster.js';
import { createRegistry } from './resources/registry.js';
import { createStore } from './store/store.js';

/**
 * An empty cluster: the built-in resources and the namespaces that always exist. Versions start at the clock, so that
 * a client which outlives a restart holds an old version (410, list again), never one that means something else now.
 * From now on this process matches patterns as Go does, since definitions come from anybody.
 */
export function createCluster(now: () => number): Cluster {
  usePatternEngine(linearPattern);
  const cluster = { store: createStore({ firstResourceVersion: now() }), registry: createRegistry(), now };
  serveDefinitions(cluster);
  keepNamespaces(cluster);
  return cluster;
}
