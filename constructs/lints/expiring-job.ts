import type { KubernetesObject } from '../../packages/kubernetes-conventions/kubernetes-object.js';
import { forbidden } from '../../packages/structural-schema/field-error.js';
import type { Lint } from '../linter/lint.js';

interface JobLike extends KubernetesObject {
  readonly spec?: { readonly ttlSecondsAfterFinished?: unknown } | null;
}

export const expiringJob: Lint = {
  id: 'expiring-job',
  reports: '`ttlSecondsAfterFinished` of a Job',
  because: 'A GitOps tool creates the expired Job again, and it runs again.',
  check(object) {
    const { kind, spec } = object as JobLike;
    if (kind !== 'Job' || (spec?.ttlSecondsAfterFinished ?? undefined) === undefined) return [];
    const wanted = 'the next sync would create the expired Job again, and it would run again; remove the field';
    return [forbidden('spec.ttlSecondsAfterFinished', wanted)];
  },
};
