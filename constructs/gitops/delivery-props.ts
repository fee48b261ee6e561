/** A kind that Argo CD is allowed to apply. */
export interface DeliveredKind {
  /** Empty for the core group. */
  readonly group: string;
  readonly kind: string;
}

/** How Argo CD delivers. */
export interface ArgoCdProps {
  /** @default argocd */
  readonly namespace?: string;
  /**
   * More kinds that Argo CD is allowed to apply, such as `{ group: 'external-secrets.io', kind: 'ExternalSecret' }`.
   *
   * @default kinds of kubetask, and those that its constructs write
   */
  readonly kinds?: readonly DeliveredKind[];
}

/** How Flux delivers. */
export interface FluxOptions {
  /** @default flux-system */
  readonly namespace?: string;
  /**
   * How long a Kustomization waits until its runs have succeeded, such as `2h`. It fails if one fails.
   *
   * @default it does not wait
   */
  readonly waitForRuns?: string;
}

/** What is delivered, and how. */
export interface DeliveryProps {
  /** URL of the repository that the synthesized files are committed to. */
  readonly repoUrl: string;
  /**
   * A branch, or the full id of a commit.
   *
   * @default main
   */
  readonly revision?: string;
  /**
   * The output folder in the repository.
   *
   * @default dist
   */
  readonly path?: string;
  /**
   * Whether runs and Jobs that you remove from Git are deleted in the cluster. A deleted run is stopped, and loses its
   * status and results. Set it to true for a run that follows its Batch under one name, such as a campaign with named
   * tasks. The Jobs of changed and removed tasks are then deleted.
   *
   * @default false
   */
  readonly pruneRuns?: boolean;
}
