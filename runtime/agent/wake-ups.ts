import { LABEL_AGENT } from '../../api/labels.js';
import { type Source, source } from '../../packages/kubernetes-client/cache/source.js';
import { type Identified, keyOf } from '../../packages/kubernetes-conventions/object-key.js';
import type { ObservedWarning } from '../caches/observed-warning.js';
import type { Informers } from './informers.js';

/** The Agents that each change concerns: children have the Agent's name, and its Pods its label. */
export function wakeUps({ agents, agentDeployments, agentServices, agentPods, warnings }: Informers): Source[] {
  const existing = (namespace: string, name: string): string[] => {
    const agent = agents.store.get(namespace, name);
    return agent ? [keyOf(agent)] : [];
  };
  const ofChild = ({ metadata: { namespace = '', name } }: Identified) => existing(namespace, name);
  const ofPod = ({ metadata: { namespace = '', labels } }: Identified) =>
    existing(namespace, labels?.[LABEL_AGENT] ?? '');
  const ofWarning = ({ involvedObject: { kind, name }, metadata: { namespace = '' } }: ObservedWarning) => {
    const pod = kind === 'Pod' ? agentPods.store.get(namespace, name) : undefined;
    return pod ? ofPod(pod) : [];
  };
  return [
    source(agents, (agent) => [keyOf(agent)]),
    source(agentDeployments, ofChild),
    source(agentServices, ofChild),
    source(agentPods, ofPod),
    source(warnings, ofWarning),
  ];
}
