import type { WorkspaceConfig } from '../../api/generated/kinds.js';
import type { Source } from '../../packages/kubernetes-client/cache/source.js';
import { splitKey } from '../../packages/kubernetes-conventions/object-key.js';
import { type Claimant, fairShare } from './fair-share.js';

/** What runs of one kind have of a limit, and want of it. */
export interface LimitUsers {
  /** Slots that are taken, or may be at any moment. */
  readonly occupied: number;
  /** Every unfinished run that shares the limit. */
  readonly claimants: readonly Claimant[];
}

/**
 * Runs of one kind, whose Pods count towards the limits that WorkspaceConfigs name. A limit is `namespace/limitKey`, as
 * `byLabel` files objects under it.
 */
export interface LimitedKind {
  users(limit: string, now: number): LimitUsers;
  /** Calls `listener` with each limit that a change may concern. */
  onChange(listener: (limit: string) => void): void;
}

/** A limit at one moment. */
export interface LimitState {
  /** Of each kind of run. */
  readonly users: readonly LimitUsers[];
  /** How many slots there are. */
  readonly size: number;
}

export interface Claim {
  /** uid of the run. */
  readonly run: string;
  /** Tasks that it could start now. */
  readonly waiting: number;
}

/** The limits that runs of every kind share. No state is kept: each question looks at all who share. */
export class SharedLimits {
  constructor(
    private readonly kinds: readonly LimitedKind[],
    private readonly workspaces: { all(): readonly WorkspaceConfig[] },
  ) {}

  /** What there is to know of a limit now. */
  stateOf(limit: string, now: number): LimitState {
    return { users: this.kinds.map((kind) => kind.users(limit, now)), size: this.sizeOf(limit) };
  }

  /** How many slots there are. */
  sizeOf(limit: string): number {
    return lowestLimit(limit, this.workspaces.all());
  }

  /** Wakes these keys whenever something of a limit changes. */
  source(keysOf: (limit: string) => readonly string[]): Source {
    return {
      subscribe: (wake) => {
        const onChange = (limit: string) => keysOf(limit).forEach(wake);
        for (const kind of this.kinds) kind.onChange(onChange);
      },
    };
  }
}

/** A run's fair share of the free slots, of no more than it waits for. */
export function grantedSlots({ run, waiting }: Claim, { users, size }: LimitState): number {
  const free = users.reduce((left, { occupied }) => left - occupied, size);
  if (free <= 0 || waiting === 0) return 0;
  const claimants = users.flatMap((kind) => kind.claimants).toSorted((a, b) => (a.since < b.since ? -1 : 1));
  const updated = claimants.map((claimant) => (claimant.run === run ? { ...claimant, waiting } : claimant));
  return fairShare(free, updated).get(run) ?? 0;
}

/** The lowest that any WorkspaceConfig of the namespace names. */
function lowestLimit(limit: string, workspaces: readonly WorkspaceConfig[]): number {
  const { namespace, name: limitKey } = splitKey(limit);
  const limits = workspaces.flatMap(({ metadata, spec: { concurrency } }) =>
    metadata.namespace === namespace && concurrency?.limitKey === limitKey ? [concurrency.limit] : [],
  );
  return Math.min(...limits);
}
