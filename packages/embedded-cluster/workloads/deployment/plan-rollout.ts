import type { Deployment, ReplicaSet } from '../../objects.js';

/** The ReplicaSets of a Deployment. */
export interface Generations {
  /** The one of the Deployment's template. */
  readonly newest: ReplicaSet;
  /** The others, oldest first. */
  readonly older: readonly ReplicaSet[];
}

/** By name of the ReplicaSet, the number of Pods it should have now; those that stay as they are are left out. */
export type Scales = ReadonlyMap<string, number>;

/**
 * The next step from old Pods to new ones: up by as many as may be more than wanted, down by as many as may be missing.
 *
 * @source kubernetes: pkg/controller/deployment/rolling.go and recreate.go
 */
export function planRollout({ spec }: Deployment, generations: Generations): Scales {
  const wanted = spec.replicas ?? 1;
  if (spec.paused) return new Map();
  const scales = spec.strategy?.type === 'Recreate' ? recreate(wanted, generations) : roll(spec, wanted, generations);
  const observed = new Map([generations.newest, ...generations.older].map((one) => [one.metadata.name, sizeOf(one)]));
  return new Map([...scales].filter(([name, size]) => observed.get(name) !== size));
}

function recreate(wanted: number, { newest, older }: Generations): [string, number][] {
  const down = older.map(({ metadata }): [string, number] => [metadata.name, 0]);
  const isOldGone = older.every(({ status }) => (status?.replicas ?? 0) === 0);
  return isOldGone ? [...down, [newest.metadata.name, wanted]] : down;
}

function roll({ strategy }: Deployment['spec'], wanted: number, { newest, older }: Generations): [string, number][] {
  const { maxSurge, maxUnavailable } = strategy?.rollingUpdate ?? {};
  const surge = share(maxSurge ?? '25%', wanted, Math.ceil);
  const missing = share(maxUnavailable ?? '25%', wanted, Math.floor) || (surge === 0 ? 1 : 0);
  const total = sum([newest, ...older], sizeOf);
  const room = Math.max(0, wanted + surge - total);
  const size = Math.min(wanted, sizeOf(newest) + room);
  return [[newest.metadata.name, size], ...scaleDown(older, newest, wanted - missing)];
}

/** Pods that do not answer go at once; others only as far as enough are left that do. */
function scaleDown(older: readonly ReplicaSet[], newest: ReplicaSet, minimum: number): [string, number][] {
  let spare = Math.max(0, sum([newest, ...older], availableOf) - minimum);
  return older.map((one) => {
    const kept = Math.max(0, availableOf(one) - spare);
    spare -= availableOf(one) - kept;
    return [one.metadata.name, Math.min(sizeOf(one), kept)];
  });
}

/** `25%` of `wanted`, or the number itself. */
function share(value: number | string, wanted: number, round: (value: number) => number): number {
  return typeof value === 'string' ? round((Number.parseFloat(value) / 100) * wanted) : value;
}

export const sizeOf = ({ spec }: ReplicaSet): number => spec.replicas ?? 1;
const availableOf = ({ status }: ReplicaSet): number => status?.availableReplicas ?? 0;
const sum = (replicaSets: readonly ReplicaSet[], of: (one: ReplicaSet) => number): number =>
  replicaSets.reduce((total, one) => total + of(one), 0);

/** How many of the wanted Pods may be missing for the Deployment to count as available. */
export function mayBeMissing({ strategy, replicas }: Deployment['spec']): number {
  if (strategy?.type === 'Recreate') return 0;
  return share(strategy?.rollingUpdate?.maxUnavailable ?? '25%', replicas ?? 1, Math.floor);
}
