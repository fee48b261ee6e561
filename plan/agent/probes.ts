import type { V1Container, V1Probe } from '@kubernetes/client-node';
import type { AgentProbe, AgentSpec } from '../../api/generated/kinds.js';
import { AGENT_CARD_PATH } from './inputs.js';

/** Name of the agent's port, by which probes ask for it unless they name another. */
export const PORT_NAME = 'http';

type Probes = Pick<V1Container, 'readinessProbe' | 'livenessProbe' | 'startupProbe'>;

/** The agent is ready as its probe says, else when it shows its card (`a2a`), else when its port accepts connections. */
export function probes({ protocol, readinessProbe, livenessProbe, startupProbe }: AgentSpec): Probes {
  const fallback: AgentProbe = protocol === 'a2a' ? { httpGet: { path: AGENT_CARD_PATH } } : { tcpSocket: {} };
  return {
    readinessProbe: probe(readinessProbe ?? fallback),
    ...(livenessProbe ? { livenessProbe: probe(livenessProbe) } : {}),
    ...(startupProbe ? { startupProbe: probe(startupProbe) } : {}),
  };
}

function probe({ httpGet, tcpSocket, exec, ...timing }: AgentProbe): V1Probe {
  return {
    ...(httpGet ? { httpGet: { path: httpGet.path, port: httpGet.port ?? PORT_NAME } } : {}),
    ...(tcpSocket ? { tcpSocket: { port: tcpSocket.port ?? PORT_NAME } } : {}),
    ...(exec ? { exec: { command: [...exec.command] } } : {}),
    ...timing,
  };
}
