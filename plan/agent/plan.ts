import type { V1DeploymentSpec, V1ServiceSpec } from '@kubernetes/client-node';
import { ANNOTATION_AGENT_CARD, ANNOTATION_AGENT_PLAN_HASH, ANNOTATION_DESCRIPTION } from '../../api/labels.js';
import { contentHash } from '../../packages/kubernetes-conventions/content-hash.js';
import type { KubernetesObject } from '../../packages/kubernetes-conventions/kubernetes-object.js';
import { kueueLabels } from '../kueue-labels.js';
import { AGENT_CARD_PATH, type AgentInputs, portOf } from './inputs.js';
import { agentLabels, agentSelector } from './labels.js';
import { agentPodTemplate } from './pod-template.js';
import { PORT_NAME } from './probes.js';

export interface AgentPlan {
  readonly deployment: PlannedDeployment;
  readonly service: PlannedService;
}

export interface PlannedDeployment extends KubernetesObject {
  readonly spec: V1DeploymentSpec;
}

export interface PlannedService extends KubernetesObject {
  readonly spec: V1ServiceSpec;
}

/**
 * Plans an agent: a Deployment and a Service of its name, the same for the same inputs, byte for byte. The Deployment
 * names no number of replicas when the spec does not: then it belongs to the autoscaler or user that scales it.
 *
 * @throws Error never; what an API server would refuse is what `agentProblems` and the CRD report
 */
export function planAgent(inputs: AgentInputs): AgentPlan {
  return { deployment: deployment(inputs), service: service(inputs) };
}

function deployment(inputs: AgentInputs): PlannedDeployment {
  const { replicas } = inputs.spec;
  const spec: V1DeploymentSpec = {
    ...(replicas === undefined ? {} : { replicas }),
    selector: { matchLabels: agentSelector(inputs) },
    template: agentPodTemplate(inputs),
  };
  return {
    apiVersion: 'apps/v1',
    kind: 'Deployment',
    metadata: metadata(inputs, spec, {}, kueueLabels(inputs.spec.queue)),
    spec,
  };
}

function service(inputs: AgentInputs): PlannedService {
  const { spec: agent } = inputs;
  const port = portOf(agent);
  const spec: V1ServiceSpec = {
    type: 'ClusterIP',
    selector: agentSelector(inputs),
    ports: [{ name: PORT_NAME, port, targetPort: port, protocol: 'TCP' }],
  };
  const card = agent.protocol === 'a2a' ? { [ANNOTATION_AGENT_CARD]: AGENT_CARD_PATH } : {};
  return { apiVersion: 'v1', kind: 'Service', metadata: metadata(inputs, spec, card), spec };
}

type Texts = Readonly<Record<string, string>>;

function metadata(inputs: AgentInputs, spec: object, more: Texts = {}, moreLabels: Texts = {}) {
  const { name, namespace, spec: agent } = inputs;
  const labels = { ...agentLabels(inputs), ...moreLabels };
  const annotations = { ...(agent.description ? { [ANNOTATION_DESCRIPTION]: agent.description } : {}), ...more };
  const hash = contentHash([labels, annotations, spec]);
  return {
    name,
    ...(namespace === undefined ? {} : { namespace }),
    labels,
    annotations: { ...annotations, [ANNOTATION_AGENT_PLAN_HASH]: hash },
  };
}

/** Where a planned agent is reached inside its cluster; without a namespace, inside whichever it will be in. */
export const agentUrl = ({ name, namespace, spec }: AgentInputs): string =>
  `http://${namespace === undefined ? name : `${name}.${namespace}.svc`}:${portOf(spec)}`;
