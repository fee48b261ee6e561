import type { ObjectMeta } from '../../api/kubernetes-object.js';
import { isBatchRun, type Run } from './run-state.js';

/**
 * Why a change by hand would not last or would be reverted: the run is delivered from Git. Undefined for any other run.
 *
 * Sources: https://argo-cd.readthedocs.io/en/stable/user-guide/resource_tracking/,
 * https://fluxcd.io/flux/components/kustomize/kustomizations/#garbage-collection
 */
export function gitOwner(run: Run): string | undefined {
  const tool = gitTool(run.metadata);
  if (tool) return tool;
  if (isBatchRun(run) && run.spec.jobs === 'synthesized') {
    return 'its Jobs were synthesized and are applied with it, so the next apply may put back what you change';
  }
  return undefined;
}

/** The tool that delivers an object of any kind from Git, by the marks it leaves; undefined without any. */
export function gitTool({ annotations = {}, labels = {} }: ObjectMeta): string | undefined {
  const argo = annotations['argocd.argoproj.io/tracking-id'] ?? labels['argocd.argoproj.io/instance'];
  if (argo)
    return `the Argo CD application ${argo.split(':', 1)[0]} delivers it from Git, and may put back what you change`;
  const flux = labels['kustomize.toolkit.fluxcd.io/name'] ?? labels['helm.toolkit.fluxcd.io/name'];
  if (flux) return `Flux delivers it from Git as ${flux}, and may put back what you change`;
  return undefined;
}
