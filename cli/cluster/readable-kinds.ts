import type { Kind } from '../../api/kinds/kind.js';
import { collectionPath } from '../../packages/kubernetes-conventions/resource.js';
import { explain, isKindMissing } from '../errors/explain.js';
import type { Cluster } from './cluster.js';
import { type ClusterError, isClusterError } from './cluster-error.js';

/** What the kinds gave that could be asked. */
export interface Readable<Answer> {
  /** In the order of the kinds. */
  readonly answers: readonly Answer[];
  /** Whether a kind is skipped because we are not allowed to read it. Each is named on stderr. */
  readonly isPartial: boolean;
}

/**
 * Asks several kinds the same. A kind that we may not read, or that the cluster does not have, is left out as long as
 * another one answers: rights on one kind are worth something.
 *
 * @throws what the first kind threw, when none could be asked
 */
export async function ofReadableKinds<Answer>(
  cluster: Cluster,
  kinds: readonly Kind[],
  ask: (kind: Kind) => Promise<Answer>,
): Promise<Readable<Answer>> {
  const settled = await Promise.allSettled(kinds.map(ask));
  const failures = settled.flatMap((one) => (one.status === 'rejected' ? [one.reason as unknown] : []));
  const answers = settled.flatMap((one) => (one.status === 'fulfilled' ? [one.value] : []));
  const grave = failures.find((error) => !isTolerable(error)) ?? (answers.length === 0 ? failures[0] : undefined);
  if (grave !== undefined) throw grave;
  const refused = failures.filter((error) => isClusterError(error, 'Forbidden'));
  for (const error of refused) cluster.note(leftOut(error as ClusterError));
  return { answers, isPartial: refused.length > 0 };
}

const isTolerable = (error: unknown): boolean =>
  isClusterError(error, 'Forbidden') || (isClusterError(error) && isKindMissing(error));

function leftOut(error: ClusterError): string {
  const { message = error.message, hints = [] } = explain(error) ?? {};
  return [`skipped: ${message}`, ...hints].join('; ');
}

/** What is asked for beside something, and worth less than it: `instead`, and a note on stderr, when we may not read it. */
export async function ifReadable<Answer, Instead = Answer>(
  cluster: Cluster,
  answer: Promise<Answer>,
  instead: Instead,
): Promise<Answer | Instead> {
  try {
    return await answer;
  } catch (error) {
    if (!isClusterError(error, 'Forbidden')) throw error;
    cluster.note(leftOut(error));
    return instead;
  }
}

/** Those of several kinds that we may list: a stream of pages or changes could not leave one out half-way. */
export async function listableKinds(
  cluster: Cluster,
  kinds: readonly Kind[],
  namespace: string | undefined,
): Promise<Readable<Kind>> {
  if (kinds.length === 1) return { answers: kinds, isPartial: false };
  return ofReadableKinds(cluster, kinds, async (kind) => {
    const { resource } = kind;
    const path = collectionPath(resource, namespace);
    await cluster.ask({ verb: 'list', resource, namespace }, { method: 'GET', path, query: { limit: 1 } });
    return kind;
  });
}
