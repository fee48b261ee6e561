import type { Identified } from '../engine/object-key.js';

/**
 * How long a new run is not planned. A template or WorkspaceConfig created or edited in one go with the run reaches us
 * through another watch, perhaps later than the run itself; planning at once could take the old one for good, or miss a
 * `default` WorkspaceConfig.
 */
export const SETTLE_SECONDS = 2;

/** @param now milliseconds since the epoch */
export function isYoung({ metadata }: Identified, now: number): boolean {
  // Both ways: a clock that runs behind the server's must not wait for ever.
  return Math.abs(now - Date.parse(metadata.creationTimestamp ?? '')) < SETTLE_SECONDS * 1000;
}
