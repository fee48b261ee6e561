import { ANNOTATION_AGENT_PLAN_HASH } from '../../api/labels.js';
import type { KubernetesObject } from '../../packages/kubernetes-conventions/kubernetes-object.js';
import type { AgentPlan } from '../../plan/agent/plan.js';
import { isApplied } from '../engine/reconcile/is-applied.js';
import type { ObservedAgent } from './observed.js';

type Children = ObservedAgent['children'];

/** Whether the children are as planned. Else what is observed is the outcome of another spec, and says nothing about this one. */
export const isInForce = (plan: AgentPlan, children: Children): boolean => areAll(plan, children, isApplied);

/** Whether this plan has been applied, whatever has become of it since. */
export const isWritten = (plan: AgentPlan, children: Children): boolean =>
  areAll(plan, children, (child, planned) => planHashOf(child) === planHashOf(planned));

const areAll = (
  { deployment, service }: AgentPlan,
  children: Children,
  holds: (child: KubernetesObject, planned: KubernetesObject) => boolean,
): boolean =>
  [deployment, service].every((planned) =>
    children.some((child) => child.kind === planned.kind && holds(child, planned)),
  );

const planHashOf = ({ metadata }: KubernetesObject): string | undefined =>
  metadata.annotations?.[ANNOTATION_AGENT_PLAN_HASH];
