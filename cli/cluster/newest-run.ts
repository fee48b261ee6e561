import type { Kind } from '../../api/kinds/kind.js';
import { byCreation, type Creation, creationOf } from '../run/creation-order.js';
import { type Run, templateOf } from '../run/run-state.js';
import type { Cluster } from './cluster.js';
import { ofReadableKinds } from './readable-kinds.js';

interface Candidate extends Creation {
  readonly kind: Kind;
  readonly name: string;
}

/**
 * The newest run of these kinds in the namespace; only of one template, written `batch/x`, when given. Undefined when
 * there is none.
 */
export async function newestRun(
  cluster: Cluster,
  kinds: readonly Kind[],
  template?: string,
): Promise<Candidate | undefined> {
  const { answers } = await ofReadableKinds(cluster, kinds, (kind) => candidates(cluster, kind, template));
  return answers.flat().sort(byCreation)[0];
}

async function candidates(cluster: Cluster, kind: Kind, template: string | undefined): Promise<Candidate[]> {
  const { resource } = kind;
  const found = await cluster.collect({ resource, namespace: cluster.namespace }, (run: Run): Candidate[] =>
    template === undefined || templateOf(run) === template
      ? [{ kind, name: run.metadata.name, ...creationOf(run.metadata) }]
      : [],
  );
  return found.flat();
}
