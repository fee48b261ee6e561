import { apiVersionsOf, builtinKind } from '../../packages/kubernetes-schemas/builtin-kind.js';
import type { Lint } from '../linter/lint.js';
import { isNewerThanKnown } from '../linter/minor-version.js';

export const unknownKind: Lint = {
  id: 'unknown-kind',
  reports: 'kinds that do not exist in an API group of Kubernetes, or not in this version',
  because: 'The API server rejects the object.',
  check({ apiVersion, kind }, settings) {
    if (builtinKind(apiVersion, kind) || isNewerThanKnown(settings.kubernetesVersion)) return [];
    const versions = apiVersionsOf(apiVersion, kind);
    if (!versions || apiVersion.startsWith('tekton.dev/')) return [];
    const hint = versions.length > 0 ? `it has ${versions.join(' and ')}` : 'correct the kind or the apiVersion';
    return [{ path: 'kind', detail: `Kubernetes has no ${kind} in ${apiVersion}; ${hint}` }];
  },
};
