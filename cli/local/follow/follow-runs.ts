import type { KubernetesObject } from '../../../packages/kubernetes-conventions/kubernetes-object.js';
import type { Cluster } from '../../cluster/cluster.js';
import { followRun } from '../../cluster/follow-run.js';
import { kindOf, type Run } from '../../run/run-state.js';
import { type Activity, watchActivity } from './activity.js';
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
  const activities = followedRuns(objects).map(({ run }) => watchActivity(cluster, run, signal));
  const followed = followedRuns(objects).map((one, at) => ({ ...one, activity: activities[at] as Activity }));
  if (followed.length === 0) return [];
  const show = () => progress.show(followed);
  const redraw = setInterval(show, redrawMilliseconds);
  const follow = async (one: FollowedRun & { readonly activity: Activity }, at: number) => {
    const { run } = one;
    await followRun({
      cluster,
      kind: kindOf(run),
      run,
      onChange: (seen) => {
        followed[at] = { ...one, run: seen as Run };
        show();
      },
      signal,
    });
    await one.activity.stop();
  };
  try {
    await Promise.all([...followed].map(follow));
  } finally {
    clearInterval(redraw);
    progress.end();
  }
  return followed;
}
