import type { WorkspaceConfigSpec } from '../api/generated/kinds.js';
import type { KubernetesObject } from '../packages/kubernetes-conventions/kubernetes-object.js';
import { childPath, type FieldError, forbidden } from '../packages/structural-schema/field-error.js';
import { isOwn } from '../plan/manifest/object/own-kind.js';

/** What a cluster accepts but Argo CD or Flux, which apply committed objects again and again, cannot live with. */
export function gitopsErrors(object: KubernetesObject): FieldError[] {
  return [...generatedName(object), ...serverFields(object), ...expiringJob(object), ...trackedPods(object)];
}

function generatedName({ metadata }: KubernetesObject): FieldError[] {
  if (!metadata.generateName) return [];
  return [forbidden('metadata.generateName', 'a committed object needs a fixed name, or each sync creates another')];
}

/** `kubectl get -o yaml` shows what only holds for the object that it read. */
function serverFields({ metadata }: KubernetesObject): FieldError[] {
  const wanted = 'the API server sets it, and refuses to apply any other; remove it';
  return (['resourceVersion', 'uid'] as const)
    .filter((field) => metadata[field])
    .map((field) => forbidden(`metadata.${field}`, wanted));
}

function expiringJob(object: KubernetesObject): FieldError[] {
  const { spec } = object as KubernetesObject & { readonly spec?: { readonly ttlSecondsAfterFinished?: unknown } };
  if (object.kind !== 'Job' || spec?.ttlSecondsAfterFinished === undefined) return [];
  const wanted = 'the next sync would create the expired Job again, and it would run again; remove the field';
  return [forbidden('spec.ttlSecondsAfterFinished', wanted)];
}

/** How the tools recognise what is theirs to prune. */
const trackingLabel = /^(app\.kubernetes\.io\/instance|argocd\.argoproj\.io\/.*|[a-z]+\.toolkit\.fluxcd\.io\/.*)$/;

function trackedPods(object: KubernetesObject): FieldError[] {
  if (!isOwn(object, 'WorkspaceConfig')) return [];
  const { podLabels = {} }: WorkspaceConfigSpec = object.spec ?? {};
  const wanted = 'a GitOps tool would take the Pods for its own and prune running work; choose another label';
  const tracked = Object.keys(podLabels ?? {}).filter((label) => trackingLabel.test(label));
  return tracked.map((label) => forbidden(childPath('spec.podLabels', label), wanted));
}
