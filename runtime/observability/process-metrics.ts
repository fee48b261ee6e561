import { collectDefaultMetrics, Gauge, type Registry } from 'prom-client';
import { VERSION } from '../../api/version.js';
import type { CacheState } from './readiness.js';

export interface ProcessState {
  isLeader(): boolean;
  /** One per informer, so a resource may come twice; empty before they exist. */
  caches(): readonly (CacheState & { readonly size: number; readonly isServed: boolean | undefined })[];
  readonly memory: { readonly heldBytes: number; readonly leftOut: readonly string[] };
  /** Milliseconds since the epoch. */
  now(): number;
}

/** What this replica is and holds, read at each scrape. */
export function processMetrics(registry: Registry, state: ProcessState): void {
  collectDefaultMetrics({ register: registry });
  replicaMetrics([registry], state);
  memoryMetrics([registry], state);
  watchMetrics([registry], state);
}

function replicaMetrics(registers: Registry[], state: ProcessState): void {
  new Gauge({
    name: 'kubetask_build_info',
    help: 'Always 1; the labels say what runs.',
    labelNames: ['version', 'node_version'],
    registers,
  }).set({ version: VERSION, node_version: process.versions.node }, 1);
  new Gauge({
    name: 'kubetask_leader',
    help: '1 on the replica that leads, else 0.',
    registers,
    collect() {
      this.set(state.isLeader() ? 1 : 0);
    },
  });
}

function memoryMetrics(registers: Registry[], state: ProcessState): void {
  new Gauge({
    name: 'kubetask_cached_objects',
    help: 'Objects held in memory.',
    labelNames: ['resource'],
    registers,
    collect() {
      this.reset();
      for (const { resource, size } of state.caches()) this.inc({ resource }, size);
    },
  });
  new Gauge({
    name: 'kubetask_cached_bytes',
    help: 'Estimated memory of the cached objects.',
    registers,
    collect() {
      this.set(state.memory.heldBytes);
    },
  });
  new Gauge({
    name: 'kubetask_namespaces_left_out',
    help: 'Namespaces that are left out, because their objects do not fit into memory; the log and an Event name each.',
    registers,
    collect() {
      this.set(state.memory.leftOut.length);
    },
  });
}

function watchMetrics(registers: Registry[], state: ProcessState): void {
  new Gauge({
    name: 'kubetask_resource_served',
    help: '0 while the API server lacks a kind, because its CustomResourceDefinition is missing; absent until it has said.',
    labelNames: ['resource'],
    registers,
    collect() {
      this.reset();
      for (const { resource, isServed } of state.caches())
        if (isServed !== undefined) this.set({ resource }, isServed ? 1 : 0);
    },
  });
  new Gauge({
    name: 'kubetask_watch_silence_seconds',
    help: 'Time since the API server last sent data about a resource; absent before the first list.',
    labelNames: ['resource'],
    registers,
    collect() {
      this.reset();
      for (const [resource, contact] of oldestContacts(state)) this.set({ resource }, (state.now() - contact) / 1000);
    },
  });
}

function oldestContacts({ caches }: ProcessState): ReadonlyMap<string, number> {
  const oldest = new Map<string, number>();
  for (const { resource, lastContact } of caches())
    if (lastContact !== undefined) oldest.set(resource, Math.min(lastContact, oldest.get(resource) ?? lastContact));
  return oldest;
}
