import { canonicalRepository } from '../../plan/context/same-repository.js';
import { divide } from '../../plan/fleet/divide.js';
import type { FleetRepository } from '../../plan/fleet/fleet.js';
import { placeOf, type WeightedPlace } from '../../plan/fleet/rendezvous.js';
import { Fleet } from './fleet.js';
import type { FleetPart, FleetProps } from './fleet-props.js';

const defaultTasksPerRun = 5000;

/** A part, and how its limits are divided. */
export interface PlacedPart extends FleetPart {
  /** From 0, among those of its cluster. */
  readonly index: number;
}

type Places = readonly [WeightedPlace, ...WeightedPlace[]];

/** Clusters in the order of their names, so that the order of the props changes nothing. */
export function placesOf({ clusters }: Pick<FleetProps, 'clusters'>): readonly WeightedPlace[] {
  const places = clusters.map(({ name, weight = 1 }) => ({ name, weight }));
  return places.sort((a, b) => (a.name < b.name ? -1 : 1));
}

/**
 * The parts of a fleet: one for each cluster that has repositories, more for one that has many.
 *
 * @param props without problems
 */
export function fleetParts(id: string, props: FleetProps): PlacedPart[] {
  const [first, ...others] = placesOf(props);
  if (!first) return [];
  const places: Places = [first, ...others];
  const byCluster = new Map<string, FleetRepository[]>(places.map(({ name }) => [name, []]));
  for (const one of props.fleet.repositories) {
    byCluster.get(placeOf(canonicalRepository(one.url), places).name)?.push(one);
  }
  return places.flatMap(({ name }) => partsOfCluster(`${id}-${name}`, name, byCluster.get(name) ?? [], places, props));
}

function partsOfCluster(
  batch: string,
  cluster: string,
  repositories: readonly FleetRepository[],
  places: Places,
  { tasksPerRun = defaultTasksPerRun }: FleetProps,
): PlacedPart[] {
  const count = Math.ceil(repositories.length / tasksPerRun);
  const fleet = Fleet.of(repositories);
  const share = (limit: number, index: number) => shareOf(limit, { cluster, places, count, index });
  return Array.from({ length: count }, (_, index) => ({
    cluster,
    index,
    // The first has no number, so that it keeps its name when the cluster gets a second one.
    name: index === 0 ? batch : `${batch}-${index}`,
    repositories: count === 1 ? repositories : fleet.shard(count, index).repositories,
    share: (limit: number) => share(limit, index),
  }));
}

interface Slice {
  readonly cluster: string;
  readonly places: Places;
  /** Of the parts of the cluster. */
  readonly count: number;
  readonly index: number;
}

function shareOf(limit: number, { cluster, places, count, index }: Slice): number {
  if (!Number.isInteger(limit) || limit < 1) {
    throw new RangeError(`Cannot divide a limit of ${limit}; give a whole number of at least 1`);
  }
  const ofCluster = divide(
    limit,
    places.map(({ weight }) => weight),
  )[places.findIndex(({ name }) => name === cluster)];
  const share = divide(ofCluster ?? 0, Array(count).fill(1))[index] ?? 0;
  if (share > 0) return share;
  throw new RangeError(
    `Cannot divide a limit of ${limit}: cluster ${cluster} would get less than 1 for each of its runs; give a higher limit, or fewer clusters`,
  );
}
