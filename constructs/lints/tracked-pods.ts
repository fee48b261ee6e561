import type { WorkspaceConfigSpec } from '../../api/generated/kinds.js';
import { childPath, forbidden } from '../../packages/structural-schema/field-error.js';
import { isOwn } from '../../plan/manifest/object/own-kind.js';
import type { Lint } from '../linter/lint.js';

/** How the tools recognise what is theirs to prune. */
const trackingLabel = /^(app\.kubernetes\.io\/instance|argocd\.argoproj\.io\/.*|[a-z]+\.toolkit\.fluxcd\.io\/.*)$/;

export const trackedPods: Lint = {
  id: 'tracked-pods',
  reports: '`podLabels` of a WorkspaceConfig that Argo CD or Flux use to find objects to prune',
  because: 'They would delete running Pods.',
  check(object) {
    if (!isOwn(object, 'WorkspaceConfig')) return [];
    const { podLabels = {} }: WorkspaceConfigSpec = object.spec ?? {};
    const wanted = 'a GitOps tool would treat the Pods as its own and prune them while they run; choose another label';
    const tracked = Object.keys(podLabels ?? {}).filter((label) => trackingLabel.test(label));
    return tracked.map((label) => forbidden(childPath('spec.podLabels', label), wanted));
  },
};
