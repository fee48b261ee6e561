import type { TaskStatus } from '../../../api/generated/kinds.js';
import type { Selection } from '../../../packages/kubernetes-client/cache/selection.js';
import { podsOfAgent } from '../../agent/agent-pods.js';
import type { Cluster } from '../../cluster/cluster.js';
import { type LogsOptions, logsOf } from '../../logs/logs-options.js';
import { printLogs } from '../../logs/pod-logs.js';
import { podsOfRun } from '../../logs/pods-of-run.js';
import { isBatchRun, nameOf } from '../../run/run-state.js';
import type { Session } from '../../session.js';
import type { Followed } from '../follow/follow-all.js';
import { fallenAgent, isUp } from '../follow/followed-build.js';
import type { FollowedRun } from '../follow/followed-run.js';

const mostTasks = 3;
const tail = 10;

/** Reasons for which the agent's own log says more than our message. */
const ownFailures: ReadonlySet<string | undefined> = new Set([
  'AgentFailed',
  'BadInput',
  'OOMKilled',
  'DeadlineExceeded',
]);

/** The last lines of what failed: of the first tasks, of steps and of agents, since logs end with the cluster. */
export async function printLastLines(
  session: Session,
  cluster: Cluster,
  { runs, builds, agents }: Followed,
): Promise<void> {
  const words = { ...session, out: session.err };
  const print = async (of: string, pods: Selection, options: LogsOptions) => {
    session.err.line(`\nLast lines of ${of}:`);
    await printLogs(logsOf(words, cluster, pods, { ...options, tail }));
  };
  for (const followed of runs) {
    if (isFailedTaskRun(followed)) await print(nameOf(followed.run), podsOfRun(followed.run), { failed: true });
    for (const { name, index, jobName } of failedAgents(followed)) {
      const options = { failed: true, task: [jobName], prefix: false };
      await print(name || `task-${index}`, podsOfRun(followed.run), options);
    }
  }
  for (const { build } of builds.filter(({ build }) => build.status?.phase === 'Failed'))
    await print(`build ${build.metadata.name}`, podsOfRun(build), { failed: true });
  for (const agent of [...agents.filter((one) => !isUp(one)), ...builds.flatMap(fallenAgent)])
    await print(`agent ${agent.metadata.name}`, podsOfAgent(agent), {});
}

const isFailedTaskRun = ({ run }: FollowedRun): boolean => !isBatchRun(run) && run.status?.phase === 'Failed';

const failedAgents = ({ run }: FollowedRun): TaskStatus[] =>
  (isBatchRun(run) ? (run.status?.tasks ?? []) : []).filter(isOwnFailure).slice(0, mostTasks);

const isOwnFailure = ({ phase, reason }: TaskStatus): boolean => phase === 'Failed' && ownFailures.has(reason);
