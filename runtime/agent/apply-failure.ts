import { deliveredBy } from '../../api/gitops/delivered-by.js';
import type { KubernetesObject } from '../../packages/kubernetes-conventions/kubernetes-object.js';
import { oneLine } from '../../packages/kubernetes-conventions/sentence.js';
import { conflictText } from '../engine/conflict.js';
import type { ChildFailure } from '../engine/reconcile/act.js';
import type { AgentState } from './agent-state.js';

/** Far below the schema's limit: each condition repeats the message. */
const MAX_MESSAGE = 8192;

type ApplyFailure = Pick<AgentState, 'progress' | 'reason' | 'message'>;

/** An object of the wanted name that another owner controls, or none. It is never changed. */
export const conflict = (object: KubernetesObject): ApplyFailure => conflictState(object.kind, conflictText(object));

/** A child of the Agent's that a Git tool applies as well: putting it right would never end. Undefined for any other. */
export function contested(child: KubernetesObject): ApplyFailure | undefined {
  const { kind, metadata } = child;
  const tool = deliveredBy(metadata);
  if (!tool) return undefined;
  const message = `${tool} delivers ${kind} ${metadata.name} too, so the controller does not change it; remove one of the two from Git`;
  return conflictState(kind, message);
}

/** A change that the API server did not make. An object of the same name that is found only then is a conflict, too. */
export function applyFailure({ change, reason, message, transient }: ChildFailure): ApplyFailure {
  if (reason === 'AlreadyExists') return conflictState(change.object.kind, oneLine(message, MAX_MESSAGE));
  const progress = transient ? 'Reconciling' : 'Stalled';
  return { progress, reason: 'ApplyFailed', message: oneLine(message, MAX_MESSAGE) };
}

const conflictState = (kind: string, message: string): ApplyFailure => ({
  progress: 'Stalled',
  reason: kind === 'Service' ? 'ServiceConflict' : 'DeploymentConflict',
  message,
});
