import type { ChildFailure } from './act.js';
import type { Change } from './diff.js';

/** What speaks against creating some of the children that a pass wants to create. */
export interface CreationDoubts {
  /** Whether one of them was created before and has begun its work, although no status says so: then none is created. */
  readonly hasBegun: boolean;
  /** Names of those that must wait until it is known whether they were created. The others may be created. */
  readonly unsettled: ReadonlySet<string>;
}

export const noDoubts: CreationDoubts = { hasBegun: false, unsettled: new Set() };

/** A creation that was not asked for, as the failure that it would be: the child may exist. */
export const postponement = (change: Change): ChildFailure => ({
  change,
  reason: 'Timeout',
  message: `no answer came to the creation of ${change.object.kind} ${change.object.metadata.name}; the controller finds out whether it exists before it asks again`,
  transient: true,
});
