import { LABEL_AGENT_BUILD } from '../../api/labels.js';
import { type Source, servedSource, source } from '../../packages/kubernetes-client/cache/source.js';
import { type Identified, keyOf } from '../../packages/kubernetes-conventions/object-key.js';
import type { ObservedWarning } from '../caches/observed-warning.js';
import { type Informers, ofTekton } from './informers.js';

/** The AgentBuilds that each change concerns: those with the object's label, and those that name the Agent. */
export function wakeUps(informers: Informers): Source[] {
  const { agentBuilds, agents, buildAccounts, pipelines, pipelineRuns, tektonTaskRuns, buildPods, warnings } =
    informers;
  const ofLabel = ({ metadata: { namespace, labels } }: Identified): string[] =>
    agentBuilds.store.list('byLabelValue', `${namespace}/${labels?.[LABEL_AGENT_BUILD]}`).map(keyOf);
  const ofWarning = ({ involvedObject: { kind, name }, metadata: { namespace = '' } }: ObservedWarning) => {
    const pod = kind === 'Pod' ? buildPods.store.get(namespace, name) : undefined;
    return pod ? ofLabel(pod) : [];
  };
  return [
    source(agentBuilds, (build) => [keyOf(build)]),
    source(agents, (agent) => agentBuilds.store.list('byAgentName', keyOf(agent)).map(keyOf)),
    source(buildAccounts, ofLabel),
    source(pipelines, ofLabel),
    source(pipelineRuns, ofLabel),
    source(tektonTaskRuns, ofLabel),
    source(buildPods, ofLabel),
    source(warnings, ofWarning),
    ...ofTekton(informers).map((informer) => servedSource(informer, () => agentBuilds.store.all())),
  ];
}
