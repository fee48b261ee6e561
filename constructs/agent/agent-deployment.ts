import { ApiObject, type ApiObjectProps, Lazy } from 'cdk8s';
import {
  type INetworkPolicyPeer,
  type IPodSelector,
  type IScalable,
  LabelSelector,
  type NetworkPolicyPeerConfig,
  type PodSelectorConfig,
  type ScalingTarget,
} from 'cdk8s-plus-28';
import type { Construct } from 'constructs';
import { ANNOTATION_AGENT_PLAN_HASH } from '../../api/labels.js';
import type { KubernetesObject } from '../../packages/kubernetes-conventions/kubernetes-object.js';
import type { AgentInputs } from '../../plan/agent/inputs.js';
import { agentSelector } from '../../plan/agent/labels.js';
import { planAgent } from '../../plan/agent/plan.js';

/**
 * The Deployment of an agent as the planner plans it. It is also a workload of cdk8s-plus-28: a target of a
 * HorizontalPodAutoscaler, a peer of a NetworkPolicy, and an argument of `connections.allowTo`.
 */
export class AgentDeployment extends ApiObject implements IScalable, IPodSelector, INetworkPolicyPeer {
  hasAutoscaler = false;
  readonly #inputs: AgentInputs;

  /** @param inputs called when the tree is complete */
  constructor(scope: Construct, id: string, known: AgentInputs, inputs: () => AgentInputs) {
    const { apiVersion, kind, metadata } = planAgent(known).deployment;
    const planned = () => planAgent(inputs()).deployment;
    const object: KubernetesObject = { apiVersion, kind, metadata };
    const spec = Lazy.any({ produce: () => planned().spec });
    super(scope, id, { ...(object as KubernetesObject & ApiObjectProps), spec });
    const produce = () => planned().metadata.annotations?.[ANNOTATION_AGENT_PLAN_HASH];
    this.metadata.addAnnotation(ANNOTATION_AGENT_PLAN_HASH, Lazy.any({ produce }));
    this.#inputs = known;
  }

  markHasAutoscaler(): void {
    this.hasAutoscaler = true;
  }

  /** With no containers: an autoscaler needs `metrics` of its own. */
  toScalingTarget(): ScalingTarget {
    const { replicas } = this.#inputs.spec;
    const { apiVersion, kind, name } = this;
    return { apiVersion, kind, name, containers: [], ...(replicas === undefined ? {} : { replicas }) };
  }

  toPodSelectorConfig(): PodSelectorConfig {
    return { labelSelector: LabelSelector.of({ labels: agentSelector(this.#inputs) }) };
  }

  toNetworkPolicyPeerConfig(): NetworkPolicyPeerConfig {
    return { podSelector: this.toPodSelectorConfig() };
  }

  toPodSelector(): IPodSelector {
    return this;
  }
}
