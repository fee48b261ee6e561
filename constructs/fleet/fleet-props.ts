import type { Chart } from 'cdk8s';
import type { FleetRepository } from '../../plan/fleet/fleet.js';
import type { RuntimeBatchProps, SynthesizedBatchProps } from '../batch-construct.js';
import type { Context } from '../context/context.js';
import type { ArgoCdProps, DeliveryProps, FluxOptions } from '../gitops/delivery-props.js';
import type { Fleet, FleetClone } from './fleet.js';

/** A cluster that works on a part of a fleet. */
export interface FleetCluster {
  /** Unique; also the name of its folder. Lower-case letters, digits and `-`. */
  readonly name: string;
  /**
   * Its share of the repositories and of the limits, in relation to the others.
   *
   * @default 1
   */
  readonly weight?: number;
}

/** What one Batch of a fleet is about. */
export interface FleetPart {
  /** Name of the cluster. */
  readonly cluster: string;
  /** Name of the Batch. */
  readonly name: string;
  /** Its repositories, in the order of the fleet. */
  readonly repositories: readonly FleetRepository[];
  /**
   * This part's share of a limit of the whole fleet, such as the `limit` of a WorkspaceConfig's `concurrency`. It is a split:
   * what one cluster does not use, no other gets.
   *
   * @param limit a whole number
   * @throws RangeError if not every part would get at least 1
   */
  readonly share: (limit: number) => number;
}

type Own = 'variableContexts' | 'tasks' | 'branchSuffix' | 'metadata' | 'maxConcurrency';

/** A Batch without what the FleetConstruct says. */
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
  /** What a Batch of the fleet is like, but for its tasks. What it needs, such as a WorkspaceConstruct, goes into the chart. */
  readonly batch: (chart: Chart, part: FleetPart) => FleetBatchProps;
  /**
   * The contexts of a task; `clone` is what `Context.repository` takes.
   *
   * @default the repository alone
   */
  readonly contexts?: (repository: FleetRepository, clone: FleetClone) => readonly Context[];
  /**
   * How many tasks of the fleet may run at one time, in all clusters together; divided by weight.
   *
   * @default the limit of each BatchRun
   */
  readonly maxConcurrency?: number;
  /**
   * About how many tasks a BatchRun has; a cluster with more has several.
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
