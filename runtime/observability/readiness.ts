/** How up to date one cache is. An informer is one. */
export interface CacheState {
  readonly resource: string;
  /** When the server last said anything about it, in milliseconds since the epoch; undefined before the first list. */
  readonly lastContact: number | undefined;
}

/**
 * Servers send a bookmark about every minute, and our watches are given up after 150 s of silence; what is older than
 * this has not come back from that either.
 */
const staleSeconds = 180;

/** Why a replica is not ready, one line per cache in their order; empty when it is. */
export function readinessFailures(caches: readonly CacheState[], now: number): string[] {
  return caches.flatMap(({ resource, lastContact }) => {
    if (lastContact === undefined) return [`${resource}: not listed yet`];
    const silentSeconds = Math.round((now - lastContact) / 1000);
    return silentSeconds > staleSeconds ? [`${resource}: the watch has been silent for ${silentSeconds}s`] : [];
  });
}
