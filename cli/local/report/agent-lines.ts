import type { Agent } from '../../../api/generated/kinds.js';
import { services } from '../../../api/kinds/kubernetes.js';
import type { Transport } from '../../../packages/kubernetes-client/transport/transport.js';
import type { KubernetesObject } from '../../../packages/kubernetes-conventions/kubernetes-object.js';
import { objectPath } from '../../../packages/kubernetes-conventions/resource.js';
import { AGENT_CARD_PATH } from '../../../plan/agent/inputs.js';

interface Service extends KubernetesObject {
  readonly spec: { readonly clusterIP?: string; readonly ports?: readonly { readonly port: number }[] };
}

/** Where agents that are up answer on this machine, and what an `a2a` one says of itself when it is asked. */
export async function agentLines(transport: Transport, agents: readonly Agent[]): Promise<string[]> {
  const lines = agents.map(async ({ metadata: { name, namespace = '' }, spec }) => {
    const service = await transport.request<Service>({ method: 'GET', path: objectPath(services, namespace, name) });
    const url = `http://${service.spec.clusterIP}:${service.spec.ports?.[0]?.port}`;
    const card = spec.protocol === 'a2a' ? await cardAt(`${url}${AGENT_CARD_PATH}`) : '';
    return `agent     ${url}${card}`;
  });
  return Promise.all(lines);
}

async function cardAt(url: string): Promise<string> {
  const answer = await fetch(url).catch(() => undefined);
  if (!answer?.ok) return '';
  const { name = '', description = '' } = (await answer.json()) as { name?: string; description?: string };
  return `, whose card says: ${name}, ${description}`;
}
