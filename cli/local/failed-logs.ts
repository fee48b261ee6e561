import { AGENT_CONTAINER } from '../../api/containers.js';
import type { TaskStatus } from '../../api/generated/kinds.js';
import type { KubernetesObject } from '../../packages/kubernetes-conventions/kubernetes-object.js';
import { collectionPath, pods } from '../../runtime/engine/resource.js';
import type { Transport } from '../../runtime/engine/transport/transport.js';
import type { FollowedRun } from './progress.js';
import { lastWords, tailOfLog } from './tail-of-log.js';

const MOST_TASKS = 3;

/** Reasons for which the agent's own words say more than ours. */
const agentsFault: ReadonlySet<string | undefined> = new Set([
  'AgentFailed',
  'BadInput',
  'OOMKilled',
  'DeadlineExceeded',
]);

/** The last lines of the first agents that failed, since their logs end with the cluster. */
export async function failedLogs(transport: Transport, runs: readonly FollowedRun[]): Promise<string[]> {
  const failed = runs.flatMap(({ run }) =>
    (run.status?.tasks ?? []).filter(isAgentsFault).map((task) => ({ task, namespace: run.metadata.namespace ?? '' })),
  );
  const tails = failed.slice(0, MOST_TASKS).map(async ({ task, namespace }) => {
    return lastWords(task.jobName, await lastLines(transport, namespace, task.jobName));
  });
  return (await Promise.all(tails)).flat();
}

const isAgentsFault = ({ phase, reason }: TaskStatus): boolean => phase === 'Failed' && agentsFault.has(reason);

async function lastLines(transport: Transport, namespace: string, job: string): Promise<string[]> {
  const query = { labelSelector: `batch.kubernetes.io/job-name=${job}` };
  const { items } = await transport.request<{ items: KubernetesObject[] }>({
    method: 'GET',
    path: collectionPath(pods, namespace),
    query,
  });
  const name = items.at(-1)?.metadata.name;
  return name === undefined ? [] : tailOfLog(transport, { namespace, pod: name, container: AGENT_CONTAINER });
}
