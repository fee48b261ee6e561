import type { Resource } from '../../packages/kubernetes-conventions/resource.js';
import type { Permission } from '../permission.js';

/** One of kubetask's own kinds: how it is addressed, and what the controller may do because of it. */
export interface Kind {
  readonly resource: Resource;
  /** Also how its names are written, as in `batchrun/x`. */
  readonly singular: string;
  readonly short: string;
  readonly role: Role;
  /** What the controller may do with objects of this kind besides observing them and writing their status. @default nothing */
  readonly writes?: Permission;
  /** What it may do with the objects that one of this kind consists of. @default nothing */
  readonly children?: readonly Permission[];
}

/**
 * A `template` is what a `run` is started from; a `config` is what both refer to. A `service` stays up: it is not started,
 * and does not finish. A `build` is started by its spec, and finishes.
 */
export type Role = 'template' | 'run' | 'config' | 'service' | 'build';

/** Whether the controller keeps its status. */
export const isReconciled = ({ role }: Kind): boolean => role !== 'template' && role !== 'config';
