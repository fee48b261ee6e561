import type { Chart } from 'cdk8s';
import type { FleetRepository } from '../../plan/fleet/fleet.js';
import type { RuntimeBatchProps, SynthesizedBatchProps } from '../batch-construct.js';
import type { Context } from '../context/context.js';
import type { ArgoCdProps, DeliveryProps, FluxOptions } from '../gitops/delivery-props.js';
import type { Fleet, FleetClone } from './fleet.js';

/** A cluster that works on a part of a fleet. */
export interface FleetCluster {
  /** Unique name, and the name of its folder: lower-case letters, digits and `-`. */
  readonly name: string;
  /**
   * Its share of the repositories and of the limits, in relation to the others.
   *
   * @default 1
   */
  readonly weight?: number;
}

/** One part of a fleet: the repositories of one Batch. */
export interface FleetPart {
  /** Name of the cluster. */
  readonly cluster: string;
  /** Name of the Batch. */
  readonly name: string;
  /** Its repositories, in the order of the fleet. */
  readonly repositories: readonly FleetRepository[];
  /**
   * The share of this part in a limit of the whole fleet, such as `limit` in `concurrency` of a WorkspaceConfig. A
   * cluster cannot use the unused part of another.
   *
   * @param limit a whole number
   * @throws RangeError if a part would get less than 1
   */
  readonly share: (limit: number) => number;
}

type Own = 'variableContexts' | 'tasks' | 'branchSuffix' | 'metadata' | 'maxConcurrency';

/** A Batch without the props that the FleetConstruct sets. */
export type FleetBatchProps = Omit<SynthesizedBatchProps, Own> | Omit<RuntimeBatchProps, Own>;

/** How Argo CD or Flux bring the folders to their clusters. */
export interface FleetDelivery extends DeliveryProps {
  /** `false` for none. @default an ApplicationSet */
  readonly argocd?: ArgoCdProps | false;
  /** `false` for none. @default a Kustomization for each cluster */
  readonly flux?: FluxOptions | false;
}

/** Props of a FleetConstruct. */
export interface FleetProps {
  /** The repositories. */
  readonly fleet: Fleet;
  /** Not empty. Their order does not matter. */
  readonly clusters: readonly FleetCluster[];
  /** Namespace of all objects. */
  readonly namespace: string;
  /**
   * The props of each Batch, except its tasks. Add objects that it needs, such as a WorkspaceConstruct, to the chart.
   */
  readonly batch: (chart: Chart, part: FleetPart) => FleetBatchProps;
  /**
   * The contexts of a task. `clone` is an argument for `Context.repository`.
   *
   * @default only the repository
   */
  readonly contexts?: (repository: FleetRepository, clone: FleetClone) => readonly Context[];
  /**
   * How many tasks of the fleet can run at the same time in all clusters together. It is divided by weight.
   *
   * @default the limit of each BatchRun
   */
  readonly maxConcurrency?: number;
  /**
   * Approximate maximum of tasks in a BatchRun. A cluster with more tasks has several BatchRuns.
   *
   * @default 5000
   */
  readonly tasksPerRun?: number;
  /**
   * Writes an AppProject with an ApplicationSet, and Kustomizations, to `gitops/`.
   *
   * @default none
   */
  readonly delivery?: FleetDelivery;
}
