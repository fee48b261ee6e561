import type { Registry } from '../resources/registry.js';
import type { Resource } from '../resources/resource.js';
import type { Store } from '../store/store.js';

/** What every operation works on. */
export interface Cluster {
  readonly store: Store;
  readonly registry: Registry;
  /** Milliseconds since 1970. */
  readonly now: () => number;
}

export type FieldValidation = 'Strict' | 'Warn' | 'Ignore';

/** How a write was asked for, beside the object. */
export interface WriteOptions {
  readonly dryRun: boolean;
  /** Who owns the fields that this write sets. */
  readonly fieldManager: string;
  readonly fieldValidation: FieldValidation;
  /** Receives warnings for the client. */
  readonly warn: (text: string) => void;
}

/** One object's place. `namespace` is empty for cluster-scoped resources. */
export interface Target {
  readonly resource: Resource;
  readonly namespace: string;
  readonly name: string;
}
