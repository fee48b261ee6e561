import { Gauge, type Registry } from 'prom-client';
import type { Agent } from '../../api/generated/kinds.js';
import type { Runs } from '../batch-run/metrics/metrics.js';

export interface AgentSources {
  readonly agents: Pick<Runs<Agent>, 'store'>;
  /** Only the leader tells, or a sum over replicas would count twice. */
  readonly isLeader: () => boolean;
}

/** Whether the Agents of this cluster are up. Labels end at the namespace; how many Pods each has, its Deployment tells. */
export function agentMetrics(registry: Registry, { agents: { store }, isLeader }: AgentSources): void {
  new Gauge({
    name: 'kubetask_agents',
    help: 'Agents that exist, by their Ready condition (Unknown before the first pass) and its reason. Only on the leader.',
    labelNames: ['namespace', 'ready', 'reason'],
    registers: [registry],
    collect() {
      this.reset();
      if (!isLeader()) return;
      for (const { metadata, status } of store.all()) {
        const condition = status?.conditions?.find(({ type }) => type === 'Ready');
        const { status: ready = 'Unknown', reason = '' } = condition ?? {};
        this.inc({ namespace: metadata.namespace ?? '', ready, reason });
      }
    },
  });
}
