import type { TaskStatus } from '../api/generated/kinds.js';
import type { KubernetesObject } from '../api/kubernetes-object.js';
import { oneLine } from '../cli/output/printable.js';
import { AGENT_CONTAINER } from '../plan/pod/pod-template.js';
import { isApiError } from '../runtime/engine/api-error.js';
import { collectionPath, objectPath, pods } from '../runtime/engine/resource.js';
import type { Transport } from '../runtime/engine/transport.js';
import type { FollowedRun } from './progress.js';

const MOST_TASKS = 3;
const MOST_LINES = 10;

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
    const lines = await lastLines(transport, namespace, task.jobName);
    return lines.length === 0
      ? []
      : ['', `Last words of ${task.jobName}:`, ...lines.map((line) => `  ${oneLine(line)}`)];
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
  return name === undefined ? [] : tailOf(transport, objectPath(pods, namespace, name, 'log'));
}

/** Empty when the container never started and has no log. */
async function tailOf(transport: Transport, path: string): Promise<string[]> {
  try {
    const query = { container: AGENT_CONTAINER, tailLines: MOST_LINES };
    const text = await transport.request<string | undefined>({ method: 'GET', path, query });
    return String(text ?? '')
      .split('\n')
      .filter((line) => line !== '');
  } catch (error) {
    if (isApiError(error)) return [];
    throw error;
  }
}
