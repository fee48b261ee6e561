import { type Followed, kindOf } from '../run/run-state.js';
import type { Cluster } from './cluster.js';
import { isClusterError } from './cluster-error.js';
import { followRun } from './follow-run.js';

/** A controller that works looks at a change within a second. */
const patienceSeconds = 3;

/**
 * The run as it is once its controller has observed the change that was just made, so that the next command shows it. A run
 * that no controller has ever observed is not waited for; after three seconds, or without the right to watch, it is as last seen.
 */
export async function untilObserved(cluster: Cluster, changed: Followed, signal: AbortSignal): Promise<Followed> {
  if (changed.status?.conditions === undefined) return changed;
  let seen = changed;
  const observed = new AbortController();
  const enough = AbortSignal.any([signal, observed.signal, AbortSignal.timeout(patienceSeconds * 1000)]);
  const onChange = (run: Followed) => {
    seen = run;
    if (isObserved(run)) observed.abort();
  };
  try {
    await followRun({ cluster, kind: kindOf(changed), run: changed, onChange, signal: enough });
  } catch (error) {
    if (!isClusterError(error, 'Forbidden')) throw error;
  }
  return seen;
}

/** Whether the status is about the spec as it is now. */
export const isObserved = ({ metadata: { generation = 1 }, status }: Followed): boolean =>
  (status?.observedGeneration ?? -1) >= generation;
