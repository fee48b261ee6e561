import type { WorkspaceConfigSpec } from '../../api/generated/kinds.js';
import { childPath, forbidden } from '../../packages/structural-schema/field-error.js';
import { isOwn } from '../../plan/manifest/object/own-kind.js';
import type { Lint } from '../linter/lint.js';

/** How the tools recognise what is theirs to prune. */
const trackingLabel = /^(app\.kubernetes\.io\/instance|argocd\.argoproj\.io\/.*|[a-z]+\.toolkit\.fluxcd\.io\/.*)$/;

export const trackedPods: Lint = {
  id: 'tracked-pods',
  reports: '`podLabels` of a WorkspaceConfig by which Argo CD or Flux recognise what they may prune',
  because: 'They would delete Pods that run.',
  check(object) {
    if (!isOwn(object, 'WorkspaceConfig')) return [];
    const { podLabels = {} }: WorkspaceConfigSpec = object.spec ?? {};
    const wanted = 'a GitOps tool would take the Pods for its own and prune running work; choose another label';
    const tracked = Object.keys(podLabels ?? {}).filter((label) => trackingLabel.test(label));
    return tracked.map((label) => forbidden(childPath('spec.podLabels', label), wanted));
  },
};
