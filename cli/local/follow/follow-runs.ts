import type { KubernetesObject } from '../../../packages/kubernetes-conventions/kubernetes-object.js';
import type { Cluster } from '../../cluster/cluster.js';
import { followRun } from '../../cluster/follow-run.js';
import { kindOf, type Run } from '../../run/run-state.js';
import { type FollowedRun, followedRuns } from './followed-run.js';
import type { Progress } from './progress.js';

const redrawMilliseconds = 250;

/**
 * Watches the runs among `objects` until all have finished or are deleted, or `signal` aborts, and shows their progress.
 *
 * @returns the runs as last observed, in the order of `objects`; empty when there are none
 */
export async function followRuns(
  cluster: Cluster,
  objects: readonly KubernetesObject[],
  progress: Progress<FollowedRun>,
  signal: AbortSignal,
): Promise<FollowedRun[]> {
  const followed = followedRuns(objects);
  if (followed.length === 0) return [];
  const show = () => progress.show(followed);
  const redraw = setInterval(show, redrawMilliseconds);
  const follow = ({ run, batch }: FollowedRun, at: number) =>
    followRun({
      cluster,
      kind: kindOf(run),
      run,
      onChange: (seen) => {
        followed[at] = { run: seen as Run, batch };
        show();
      },
      signal,
    });
  try {
    await Promise.all([...followed].map(follow));
  } finally {
    clearInterval(redraw);
    progress.end();
  }
  return followed;
}
