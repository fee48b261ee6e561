import type { Kind } from '../kinds.js';
import { type Run, templateOf } from '../run/run-state.js';
import type { Cluster } from './cluster.js';

interface Candidate {
  readonly kind: Kind;
  readonly name: string;
  readonly created: string;
  readonly template: string;
}

/**
 * The newest run of these kinds in the namespace; only of one template, written `batch/x`, when given. Undefined when
 * there is none. Of runs of the same second the last by name is taken.
 */
export async function newestRun(
  cluster: Cluster,
  kinds: readonly Kind[],
  template?: string,
): Promise<Candidate | undefined> {
  const lists = await Promise.all(kinds.map((kind) => candidates(cluster, kind)));
  return newest(lists.flat().filter((run) => template === undefined || run.template === template));
}

const candidates = (cluster: Cluster, kind: Kind): Promise<Candidate[]> =>
  cluster.collect({ resource: kind.resource, namespace: cluster.namespace }, (run: Run) => ({
    kind,
    name: run.metadata.name,
    created: run.metadata.creationTimestamp ?? '',
    template: templateOf(run),
  }));

export function newest<Item extends Pick<Candidate, 'created' | 'name'>>(items: readonly Item[]): Item | undefined {
  return items.reduce<Item | undefined>((best, item) => (best && isOlder(item, best) ? best : item), undefined);
}

const isOlder = (a: Pick<Candidate, 'created' | 'name'>, b: Pick<Candidate, 'created' | 'name'>): boolean =>
  a.created === b.created ? a.name < b.name : a.created < b.created;
