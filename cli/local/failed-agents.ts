import type { Agent } from '../../api/generated/kinds.js';
import type { KubernetesObject } from '../../packages/kubernetes-conventions/kubernetes-object.js';
import { agentSelectorText } from '../../plan/agent/labels.js';
import { collectionPath, pods } from '../../runtime/engine/resource.js';
import type { Transport } from '../../runtime/engine/transport/transport.js';
import { lastWords, tailOfLog } from './tail-of-log.js';

/** As the planner calls the container that is the agent. */
const container = 'agent';

/** The last lines of agents that do not stay up: of the run that ended, else of the present one. */
export async function failedAgents(transport: Transport, agents: readonly Agent[]): Promise<string[]> {
  const tails = agents.map(async ({ metadata: { name, namespace = '' } }) => {
    const pod = await newestPod(transport, namespace, name);
    if (pod === undefined) return [];
    const before = await tailOfLog(transport, { namespace, pod, container, previous: true });
    const lines = before.length > 0 ? before : await tailOfLog(transport, { namespace, pod, container });
    return lastWords(`agent ${name}`, lines);
  });
  return (await Promise.all(tails)).flat();
}

async function newestPod(transport: Transport, namespace: string, name: string): Promise<string | undefined> {
  const { items } = await transport.request<{ items: KubernetesObject[] }>({
    method: 'GET',
    path: collectionPath(pods, namespace),
    query: { labelSelector: agentSelectorText({ name }) },
  });
  return items.at(-1)?.metadata.name;
}
