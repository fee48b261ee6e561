import type { Resource } from '../../kubernetes-conventions/resource.js';

/** Which objects to list and watch. */
export interface Selection {
  readonly resource: Resource;
  /** @default all namespaces */
  readonly namespace?: string | undefined;
  /** As kubectl's `-l`, such as `kubetask.io/batch-run`. */
  readonly labelSelector?: string | undefined;
  /** As kubectl's `--field-selector`, such as `type=Warning`. */
  readonly fieldSelector?: string | undefined;
}
