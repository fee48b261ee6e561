import type { Agent } from '../../../api/generated/kinds.js';
import type { KubernetesObject } from '../../../packages/kubernetes-conventions/kubernetes-object.js';
import type { Cluster } from '../../cluster/cluster.js';
import type { Session } from '../../session.js';
import { buildProgress } from './build-rows.js';
import { followAgents } from './follow-agents.js';
import { followBuilds } from './follow-builds.js';
import { followRuns } from './follow-runs.js';
import type { FollowedBuild } from './followed-build.js';
import type { FollowedRun } from './followed-run.js';
import { createProgress } from './progress.js';
import { runProgress } from './run-progress.js';

/** What a session has followed to its end. */
export interface Followed {
  readonly runs: readonly FollowedRun[];
  readonly builds: readonly FollowedBuild[];
  /** Those of the person's own files. */
  readonly agents: readonly Agent[];
}

/** Follows the runs among `objects` to their end, then the builds, then the agents, and shows how they are doing. */
export async function followAll(
  session: Session,
  cluster: Cluster,
  objects: readonly KubernetesObject[],
): Promise<Followed> {
  const { err, interrupt } = session;
  const { transport } = cluster;
  const runs = await followRuns(cluster, objects, createProgress(session, runProgress), interrupt);
  const builds = await followBuilds(transport, objects, createProgress(session, buildProgress), interrupt);
  const agents = await followAgents(transport, objects, (line) => err.line(line), err.terminal, interrupt);
  return { runs, builds, agents };
}
