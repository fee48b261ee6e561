import type { Agent, AgentStatus } from '../../api/generated/kinds.js';
import { paced } from '../../packages/kubernetes-client/cache/paced.js';
import { systemClock } from '../../packages/work-queue/clock.js';
import type { InformerContext } from '../caches/shared-informers.js';
import { EventRecorder } from '../engine/event-recorder.js';
import { type Controller, createController } from '../engine/reconcile/controller.js';
import { agentEvents } from './agent-events.js';
import type { Informers } from './informers.js';
import type { ObservedAgent } from './observed.js';
import { explain, reconcile } from './reconcile.js';
import { wakeUps } from './wake-ups.js';

/** Minimum time between two passes over an Agent. The first change starts a pass immediately. */
const PACE_SECONDS = 1;

/** Binds the pure `reconcile` to what the informers hold. */
export function agentController(informers: Informers, context: InformerContext): Controller {
  const { clock = systemClock } = context;
  const recorder = new EventRecorder({ ...context, component: 'kubetask' });
  return createController<ObservedAgent, AgentStatus>({
    ...context,
    name: 'agent',
    sources: [paced(wakeUps(informers), PACE_SECONDS, clock)],
    parents: informers.agents.store,
    kinds: { Deployment: 'apply', Service: 'apply' },
    observe: (agent) => observe(agent, informers),
    reconcile,
    explain,
    report: ({ parent }, status) => {
      for (const event of agentEvents(parent.status, status)) recorder.record(parent, event);
    },
  });
}

function observe(agent: Agent, informers: Informers): ObservedAgent {
  const { namespace = '', name } = agent.metadata;
  const deployment = informers.agentDeployments.store.get(namespace, name);
  const service = informers.agentServices.store.get(namespace, name);
  const pods = informers.agentPods.store.list('byAgent', `${namespace}/${name}`);
  return {
    parent: agent,
    children: [deployment, service].filter((child) => child !== undefined),
    pods,
    warnings: pods.flatMap(({ metadata: { uid = '' } }) => informers.warnings.store.list('byInvolvedUid', uid)),
  };
}
