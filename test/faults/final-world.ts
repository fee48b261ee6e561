import type { BatchRun, TaskRun } from '../../api/generated/kinds.js';
import type { LocalApi, LocalWatchEvent } from '../../packages/embedded-cluster/index.js';
import type { KubernetesObject } from '../../packages/kubernetes-conventions/kubernetes-object.js';

/** How often each Job and Pod was created, by `kind/name`. */
export interface Births {
  readonly counts: ReadonlyMap<string, number>;
  /** Resolves when one was created. */
  reached(key: string): Promise<void>;
}

/** Everything that must be the same with and without faults. */
export interface FinalWorld {
  /** Statuses by `kind/name`, without times. */
  readonly statuses: Readonly<Record<string, unknown>>;
  /** What large runs keep outside their status, without times. */
  readonly outcomes: Readonly<Record<string, unknown>>;
  readonly births: Readonly<Record<string, number>>;
}

const kinds = ['batchruns.kubetask.io', 'taskruns.kubetask.io'];

export function countBirths(api: LocalApi): Births {
  const counts = new Map<string, number>();
  const uids = new Set<string>();
  const waiting = new Map<string, () => void>();
  const listener = ({ type, object: { kind, metadata } }: LocalWatchEvent) => {
    // A server that is restored from a backup brings objects back.
    if (type !== 'ADDED' || uids.has(metadata.uid ?? '')) return;
    uids.add(metadata.uid ?? '');
    const key = `${kind}/${metadata.name}`;
    counts.set(key, (counts.get(key) ?? 0) + 1);
    waiting.get(key)?.();
  };
  for (const resource of ['jobs.batch', 'pods']) api.watch(resource, listener);
  const reached = async (key: string) => {
    if (!counts.has(key)) await new Promise<void>((resolve) => waiting.set(key, resolve));
  };
  return { counts, reached };
}

/** Resolves when every run has finished. */
export async function whenOver(api: LocalApi): Promise<void> {
  for (const resource of kinds) {
    for (const { metadata } of api.list(resource)) await ended(api, resource, metadata.name);
  }
}

function ended(api: LocalApi, resource: string, name: string): Promise<void> {
  return new Promise((resolve) => {
    let stop = () => {};
    stop = api.watch(resource, ({ object }) => {
      if (object.metadata.name !== name || !isOver(object as BatchRun | TaskRun)) return;
      // The first call may come before `watch` has returned its stop function.
      queueMicrotask(() => stop());
      resolve();
    });
  });
}

const isOver = ({ status = {} }: BatchRun | TaskRun): boolean => status.completionTime !== undefined;

export function finalWorld(api: LocalApi, births: Births): FinalWorld {
  const runs = kinds.flatMap((resource) => api.list(resource)) as (KubernetesObject & { readonly status: object })[];
  const shards = api.list('configmaps').filter(({ metadata }) => metadata.name.includes('-outcomes-')) as Shard[];
  return {
    statuses: Object.fromEntries(
      runs.map(({ kind, metadata, status }) => [`${kind}/${metadata.name}`, timeless(status)]),
    ),
    outcomes: Object.fromEntries(shards.map(({ metadata, data }) => [metadata.name, timeless(parsed(data))])),
    births: Object.fromEntries([...births.counts].sort(([a], [b]) => (a < b ? -1 : 1))),
  };
}

type Shard = KubernetesObject & { readonly data: Readonly<Record<string, string>> };

const parsed = (data: Shard['data']) =>
  Object.fromEntries(Object.entries(data).map(([index, text]) => [index, JSON.parse(text)]));

/** Removes fields whose names end in `Time` or `At`, and digests, which depend on times. */
const timeless = (value: unknown): unknown =>
  JSON.parse(JSON.stringify(value, (key, field) => (/(Time|At|Digests)$/.test(key) ? undefined : field)));
