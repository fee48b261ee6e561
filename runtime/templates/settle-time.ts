import type { Identified } from '../../packages/kubernetes-conventions/object-key.js';

/**
 * How long a new run is not planned. A template or WorkspaceConfig created or edited in one go with the run reaches us
 * through another watch, perhaps later than the run itself; planning at once could take the old one for good, or miss a
 * `default` WorkspaceConfig. Kubernetes records the creation in whole seconds, so it is one second at least.
 */
const SETTLE_SECONDS = 2;

/** How long it is still to wait; 0 when it may be planned. @param now milliseconds since the epoch */
export function settleSecondsLeft({ metadata }: Identified, now: number): number {
  const age = (now - Date.parse(metadata.creationTimestamp ?? '')) / 1000;
  // Both ways: a clock that runs behind the server's must not wait forever.
  return Math.abs(age) < SETTLE_SECONDS ? SETTLE_SECONDS - age : 0;
}
