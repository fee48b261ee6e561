import type { Agent } from '../../../api/generated/kinds.js';
import { agents } from '../../../api/kinds/agent.js';
import { Reflector } from '../../../packages/kubernetes-client/cache/reflector.js';
import type { Transport } from '../../../packages/kubernetes-client/transport/transport.js';
import type { KubernetesObject } from '../../../packages/kubernetes-conventions/kubernetes-object.js';
import { keyOf } from '../../../packages/kubernetes-conventions/object-key.js';
import type { Terminal } from '../../output/terminal.js';
import { isAgent } from '../object-kinds.js';
import { isAgentSettled, readyOf } from './followed-build.js';

/**
 * Watches the Agents among `objects` until each is ready or has failed, or `signal` aborts, and prints each change.
 * @returns them as last observed, in the order of `objects`; empty when there are none
 */
export async function followAgents(
  transport: Transport,
  objects: readonly KubernetesObject[],
  tell: (line: string) => void,
  { paint }: Terminal,
  signal: AbortSignal,
): Promise<Agent[]> {
  const followed = new Map(objects.filter(isAgent).map((agent) => [keyOf(agent), agent]));
  if (followed.size === 0) return [];
  const shown = new Map<string, string>();
  const note = (agent: Agent) => {
    const ready = readyOf(agent.status);
    if (!ready || !followed.has(keyOf(agent)) || shown.get(keyOf(agent)) === ready.reason) return;
    shown.set(keyOf(agent), ready.reason);
    const head = `${agent.metadata.name}  ${ready.reason}`;
    tell(`${paint(ready.status === 'True' ? 'green' : 'yellow', head)}  ${ready.message}`);
  };
  let reflector: Reflector<Agent, Agent> | undefined;
  await new Promise<void>((resolve) => {
    signal.addEventListener('abort', () => resolve(), { once: true });
    const onChange = ({ type, object: agent }: { readonly type: string; readonly object: Agent }) => {
      note(agent);
      if (type === 'deleted') followed.delete(keyOf(agent));
      else if (followed.has(keyOf(agent))) followed.set(keyOf(agent), agent);
      if ([...followed.values()].every(isAgentSettled)) resolve();
    };
    reflector = new Reflector<Agent, Agent>({ transport, resource: agents, project: (agent) => agent, onChange });
    reflector.start();
  });
  await reflector?.stop();
  return [...followed.values()];
}
