import type { Identified } from '../../packages/kubernetes-conventions/object-key.js';

/** For this long after its creation, a run without a status may still be about to start. */
const RECENT_RUN_SECONDS = 10;

/**
 * Whether the run is so new that it counts as waiting for a slot although it has no status yet. Otherwise the first of
 * several runs that are applied together would take all slots.
 *
 * @param now milliseconds since the epoch
 */
export function isRecent({ metadata }: Identified, now: number): boolean {
  return Math.abs(now - Date.parse(metadata.creationTimestamp ?? '')) < RECENT_RUN_SECONDS * 1000;
}
