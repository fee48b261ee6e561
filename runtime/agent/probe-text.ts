import type { AgentSpec } from '../../api/generated/kinds.js';
import { portOf } from '../../plan/agent/inputs.js';
import { probes } from '../../plan/agent/probes.js';

/** What a probe of the planned Pod asks, in words: `GET /healthz on port 8000`. */
export function probeText(spec: AgentSpec, kind: 'readinessProbe' | 'startupProbe'): string {
  const { httpGet, tcpSocket, exec } = probes(spec)[kind] ?? {};
  const port = (named: number | string | undefined) => (typeof named === 'number' ? named : portOf(spec));
  if (httpGet) return `GET ${httpGet.path} on port ${port(httpGet.port)}`;
  if (exec) return `command ${exec.command?.join(' ')}`;
  return `TCP port ${port(tcpSocket?.port)}`;
}
