import type { Kind } from '../api/kinds/kind.js';
import type { InformerContext } from './caches/shared-informers.js';
import type { Controller } from './engine/reconcile/controller.js';
import type { Part } from './engine/reconcile/run-controllers.js';
import type { LimitedKind, SharedLimits } from './limits/shared-limits.js';
import type { IsLeader } from './observability/counted.js';
import type { Meters } from './observability/meters.js';

/**
 * One kind that the controller reconciles: all that start, metrics and documentation have to know of it.
 *
 * @typeParam Own the informers that it brings, by names that no other kind uses
 * @typeParam Read the informers that it reads: its own, shared ones, and those of other kinds
 */
export interface ReconciledKind<Own, Read> {
  readonly kind: Kind;
  /** What it lists and watches, besides what other kinds do. Nothing is started. */
  readonly informers: (context: InformerContext) => Own;
  readonly part: (informers: Read, context: InformerContext) => KindPart;
  readonly metrics: (meters: Meters, informers: Read, isLeader: IsLeader) => void;
}

/** The informers that something waits for; as in `Part`. */
type Awaited = Omit<Part, 'create'>;

/** A controller to be, and what it reads. */
export interface KindPart extends Awaited {
  /** Its runs as users of the limits that runs of every kind share. @default it uses none */
  readonly limited?: Limited;
  /** Called when the controller starts. */
  readonly create: (limits: SharedLimits) => Controller;
}

/** Every kind that uses the limits waits for what the users of each other are counted from. */
export interface Limited extends Awaited {
  readonly kind: LimitedKind;
}
