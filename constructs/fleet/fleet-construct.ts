import { Chart } from 'cdk8s';
import { Construct } from 'constructs';
import type { FleetIndex } from '../../plan/fleet/fleet-index.js';
import { repositoryTaskNames } from '../../plan/fleet/task-names.js';
import { BatchConstruct, type BatchProps } from '../batch-construct.js';
import { emitFile } from '../extra-files.js';
import { placeChart } from '../order/chart-place.js';
import { deliverFleet } from './deliver-fleet.js';
import { Fleet } from './fleet.js';
import { fleetParts, type PlacedPart, placesOf } from './fleet-parts.js';
import { fleetProblems } from './fleet-problems.js';
import type { FleetProps } from './fleet-props.js';

/** Name of the file that lists the cluster of each repository. */
const indexFile = 'fleet.json';

/**
 * A Batch over several clusters. It writes `<cluster>/<id>.k8s.yaml` for each cluster, and `fleet.json` with the
 * cluster of each repository. The cluster depends on the URL of the repository, and on the names and weights of the
 * clusters. If you add a cluster, only its share of the repositories moves. Needs a KubetaskApp.
 */
export class FleetConstruct extends Construct {
  /** The cluster of each repository. Empty if the props have a problem. */
  readonly index: FleetIndex;

  constructor(scope: Construct, id: string, props: FleetProps) {
    super(scope, id);
    const problems = fleetProblems(this, props);
    this.node.addValidation({ validate: () => [...problems, ...this.#otherIndexes()] });
    this.index = problems.length > 0 ? indexOf(id, props, []) : this.#emit(props, problems);
    emitFile(this, indexFile, () => `${JSON.stringify(this.index, undefined, 2)}\n`);
  }

  #emit(props: FleetProps, problems: string[]): FleetIndex {
    const { id } = this.node;
    const { fleet } = props;
    const names = repositoryTaskNames(
      fleet.repositories.map(({ url }) => url),
      fleet.host,
    );
    const batches = fleetParts(id, props).flatMap((part) => {
      try {
        return { part, batch: this.#emitPart(part, names, props) };
      } catch (error) {
        if (!(error instanceof RangeError)) throw error;
        problems.push(`FleetConstruct ${id}: ${error.message}`);
        return [];
      }
    });
    const clusters = [...new Set(batches.map(({ part }) => part.cluster))];
    const { namespace, delivery } = props;
    if (delivery) deliverFleet(this, clusters, { ...delivery, namespace });
    return indexOf(id, props, batches, names);
  }

  #emitPart(part: PlacedPart, names: ReadonlyMap<string, string>, props: FleetProps): BatchConstruct {
    const { cluster, name, index, repositories } = part;
    const chart = new Chart(this, name, { namespace: props.namespace });
    placeChart(chart, cluster, index === 0 ? this.node.id : `${this.node.id}-${index}`);
    const contexts = Fleet.of(repositories).contexts(props.contexts);
    const tasks = repositories.map(({ url }, i) => ({ name: names.get(url) ?? '', contexts: contexts[i] ?? [] }));
    const limit = props.maxConcurrency === undefined ? {} : { maxConcurrency: part.share(props.maxConcurrency) };
    return new BatchConstruct(chart, name, { ...props.batch(chart, part), ...limit, tasks } as BatchProps);
  }

  #otherIndexes(): string[] {
    const [first] = this.node.root.node.findAll().filter((other) => other instanceof FleetConstruct);
    return first === this || first === undefined
      ? []
      : [
          `FleetConstruct ${this.node.id}: ${indexFile} is that of FleetConstruct ${first.node.id}; use another app for each`,
        ];
  }
}

interface Emitted {
  readonly part: PlacedPart;
  readonly batch: BatchConstruct;
}

function indexOf(
  fleet: string,
  props: FleetProps,
  batches: readonly Emitted[],
  names: ReadonlyMap<string, string> = new Map(),
): FleetIndex {
  const byUrl = new Map(batches.flatMap((one) => one.part.repositories.map(({ url }) => [url, one] as const)));
  return {
    fleet,
    namespace: props.namespace,
    clusters: placesOf(props).map(({ name, weight }) => ({ name, weight, ...clusterPart(name, batches, props) })),
    repositories: props.fleet.repositories.flatMap(({ url }) => {
      const { part, batch } = byUrl.get(url) ?? {};
      if (!part || !batch) return [];
      const run = batch.runName === undefined ? {} : { run: batch.runName };
      return { url, cluster: part.cluster, batch: batch.name, ...run, task: names.get(url) ?? '' };
    }),
  };
}

function clusterPart(cluster: string, batches: readonly Emitted[], { maxConcurrency }: FleetProps) {
  const own = batches.filter(({ part }) => part.cluster === cluster);
  const limit =
    maxConcurrency === undefined || own.length === 0
      ? undefined
      : own.reduce((all, { part }) => all + part.share(maxConcurrency), 0);
  return {
    ...(limit === undefined ? {} : { maxConcurrency: limit }),
    runs: own.flatMap(({ batch }) => batch.runName ?? []),
  };
}
