import type { KubernetesObject } from '../../packages/kubernetes-conventions/kubernetes-object.js';
import { builtinKind } from '../../packages/kubernetes-schemas/builtin-kind.js';
import { deviations } from '../../packages/kubernetes-schemas/deviations.js';
import type { Minors } from '../../packages/kubernetes-schemas/spanned.js';
import { isJsonObject } from '../../packages/structural-schema/json-schema-props.js';
import { podTemplateOf } from '../../plan/pod-security/pod-templates.js';
import type { Lint, LintProblem } from '../linter/lint.js';
import { minorOf } from '../linter/minor-version.js';

export const kubernetesVersion: Lint = {
  id: 'kubernetes-version',
  reports: 'fields and kinds that do not exist in `kubernetesVersion`',
  because: 'An older API server drops the field without an error.',
  check(object, settings) {
    const minor = minorOf(settings.kubernetesVersion);
    const { minors } = builtinKind(object.apiVersion, object.kind) ?? {};
    const ofKind = minors ? versionProblems('apiVersion', `${object.apiVersion} ${object.kind}`, minors, minor) : [];
    const ofFields = deviations(object).flatMap((deviation) =>
      deviation.kind === 'SomeVersions' ? versionProblems(deviation.path, 'the field', deviation, minor) : [],
    );
    return [...ofKind, ...ofFields, ...sidecarProblems(object, minor)];
  },
};

function versionProblems(path: string, what: string, { since, until }: Minors, minor: number): LintProblem[] {
  const asked = `kubernetesVersion is 1.${minor}`;
  if (minor < since) {
    const wanted = `Kubernetes has ${what} since 1.${since}, and ${asked}; remove it, or set kubernetesVersion of the app if every cluster is as new`;
    return [{ path, detail: wanted }];
  }
  if (minor <= until) return [];
  return [{ path, detail: `Kubernetes has ${what} until 1.${until} only, and ${asked}; use what replaces it` }];
}

const sidecars: Minors = { since: 29, until: Number.POSITIVE_INFINITY };

/** 1.28 has the field, but drops it unless a feature gate is set: the container then never ends, and nothing after it starts. */
function sidecarProblems(object: KubernetesObject, minor: number): LintProblem[] {
  const pod = podTemplateOf(object);
  const inits = Array.isArray(pod?.spec['initContainers']) ? pod.spec['initContainers'] : [];
  return inits.flatMap((container: unknown, i) => {
    const path = `${pod?.specPath}.initContainers[${i}].restartPolicy`;
    const isSidecar = isJsonObject(container) && container['restartPolicy'] === 'Always';
    return isSidecar ? versionProblems(path, 'sidecars', sidecars, minor) : [];
  });
}
