import type { Agent, AgentStatus } from '../../api/generated/kinds.js';
import type { InformerContext } from '../caches/shared-informers.js';
import { createKindController } from '../controllers/kind-controller.js';
import type { Controller } from '../engine/reconcile/controller.js';
import { agentEvents } from './agent-events.js';
import type { Informers } from './informers.js';
import type { ObservedAgent } from './observed.js';
import { explain, reconcile } from './reconcile.js';
import { wakeUps } from './wake-ups.js';

/** Binds the pure `reconcile` to what the informers hold. */
export function agentController(informers: Informers, context: InformerContext): Controller {
  return createKindController<ObservedAgent, AgentStatus>(
    {
      name: 'agent',
      logField: 'agent',
      wakeUps: wakeUps(informers),
      parents: informers.agents.store,
      kinds: { Deployment: 'apply', Service: 'apply' },
      observe: (agent) => observe(agent, informers),
      reconcile,
      explain,
      events: agentEvents,
    },
    context,
  );
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
