import type { KubernetesObject } from '../../kubernetes-conventions/kubernetes-object.js';
import { collectionPath, shownAs } from '../../kubernetes-conventions/resource.js';
import type { ApiError } from '../transport/api-error.js';
import { restoredError } from '../transport/network-error.js';
import { skimmer } from '../transport/skim.js';
import type { Transport } from '../transport/transport.js';
import { isLowerVersion } from './resource-version.js';
import type { Selection } from './selection.js';

/** For this long after it was resumed, a watch that has said nothing may be one of a server that was restored from a backup. */
export const DOUBT_SECONDS = 0.5;

/** All that is read of the answer. */
const skim = skimmer({ metadata: { resourceVersion: true } });

/**
 * Why a watch from this version must not continue: its server has not come to that version, because it was restored from a
 * backup. Such a server accepts the watch, and is silent until it has passed the version: what happens until then is never
 * sent. Undefined when the server is at that version or past it, or does not say.
 */
export async function restoredServer(
  transport: Transport,
  { resource, namespace }: Selection,
  version: string,
  signal: AbortSignal,
): Promise<ApiError | undefined> {
  const list = { method: 'GET', path: collectionPath(resource, namespace), query: { limit: 1 } } as const;
  const answer = transport.request<KubernetesObject>({ ...list, skim, signal });
  const latest = await answer.then(
    ({ metadata }) => metadata.resourceVersion ?? '',
    () => '',
  );
  return isLowerVersion(latest, version) ? restoredError(shownAs(resource), version, latest) : undefined;
}
