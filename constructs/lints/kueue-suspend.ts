import type { WorkspaceConfigSpec } from '../../api/generated/kinds.js';
import { LABEL_KUEUE_QUEUE } from '../../api/labels.js';
import type { KubernetesObject } from '../../packages/kubernetes-conventions/kubernetes-object.js';
import { childPath, forbidden } from '../../packages/structural-schema/field-error.js';
import { isJsonObject } from '../../packages/structural-schema/json-schema-props.js';
import { isOwn } from '../../plan/manifest/object/own-kind.js';
import type { Lint, LintProblem } from '../linter/lint.js';

/** Source: https://kueue.sigs.k8s.io/docs/tasks/run/jobs/ */
export const kueueSuspend: Lint = {
  id: 'kueue-suspend',
  reports:
    "`spec.suspend` beside Kueue's label `kueue.x-k8s.io/queue-name`, and that label in `podLabels` of a WorkspaceConfig",
  because:
    'Kueue sets `suspend` itself. At the next sync, a value in Git stops a running Job, or starts a Job without the queue.',
  check: (object) => [...suspendedJob(object), ...queuedPods(object)],
};

function suspendedJob(object: KubernetesObject): LintProblem[] {
  const { spec } = object as { readonly spec?: unknown };
  const isQueued = LABEL_KUEUE_QUEUE in (object.metadata.labels ?? {});
  if (!isQueued || !isJsonObject(spec) || (spec['suspend'] ?? undefined) === undefined) return [];
  const wanted =
    spec['suspend'] === true
      ? 'Kueue suspends and resumes objects with its label, and the next sync would suspend the Job while it runs; remove the field'
      : 'Kueue suspends and resumes objects with its label, and this would start the Job without its queue; remove the field';
  return [forbidden('spec.suspend', wanted)];
}

function queuedPods(object: KubernetesObject): LintProblem[] {
  if (!isOwn(object, 'WorkspaceConfig')) return [];
  const { podLabels }: WorkspaceConfigSpec = object.spec ?? {};
  if (!(LABEL_KUEUE_QUEUE in (podLabels ?? {}))) return [];
  const wanted = 'on Pods, Kueue would queue each Pod a second time, without its Job; set spec.queue';
  return [forbidden(childPath('spec.podLabels', LABEL_KUEUE_QUEUE), wanted)];
}
