import type { Agent } from '../../api/generated/kinds.js';
import type { Counted, IsLeader } from '../observability/counted.js';
import type { Meters } from '../observability/meters.js';

/** Whether the Agents of this cluster are up. Labels end at the namespace; metrics of the Deployment count the Pods of each Agent. */
export function agentMetrics(
  meters: Meters,
  { agents: { store } }: { readonly agents: Pick<Counted<Agent>, 'store'> },
  isLeader: IsLeader,
): void {
  meters.gauge({
    name: 'kubetask_agents',
    help: 'Agents that exist, by their Ready condition (Unknown before the first pass) and its reason. Only on the leader.',
    labelNames: ['namespace', 'ready', 'reason'],
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
