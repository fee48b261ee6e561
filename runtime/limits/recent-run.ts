import type { Identified } from '../../packages/kubernetes-conventions/object-key.js';

/** So long after its creation a run that nobody has looked at yet may still be about to start. */
const RECENT_RUN_SECONDS = 10;

/**
 * Whether the run is so new that it wants its share of a limit although nothing is known of it yet: of runs that are
 * applied together the first would otherwise take all.
 *
 * @param now milliseconds since the epoch
 */
export function isRecent({ metadata }: Identified, now: number): boolean {
  return Math.abs(now - Date.parse(metadata.creationTimestamp ?? '')) < RECENT_RUN_SECONDS * 1000;
}
