import type { KubernetesObject } from '../../packages/kubernetes-conventions/kubernetes-object.js';
import { childPath, forbidden } from '../../packages/structural-schema/field-error.js';
import { isJsonObject } from '../../packages/structural-schema/json-schema-props.js';
import { isReference } from '../../plan/secrets/secret-name.js';
import type { Lint, LintProblem } from '../linter/lint.js';

export const secretData: Lint = {
  id: 'secret-data',
  reports: '`data` and `stringData` of a Secret, unless SOPS has encrypted it or another tool fills it',
  because: 'base64 is not encryption, so everyone who can read Git has the secret.',
  check(object) {
    if (object.kind !== 'Secret' || object.apiVersion !== 'v1') return [];
    return [...fieldProblems(object, 'stringData'), ...fieldProblems(object, 'data')];
  },
};

function fieldProblems(object: KubernetesObject, field: 'data' | 'stringData'): LintProblem[] {
  const values: unknown = (object as KubernetesObject & Record<typeof field, unknown>)[field];
  if (!isJsonObject(values)) return [];
  const wanted =
    'everyone who can read Git can read this Secret; create it in the cluster, or commit a SealedSecret, an ExternalSecret or a Secret that SOPS has encrypted, and refer to it by name';
  return Object.entries(values)
    .filter(([, value]) => !isFilledLater(value, field))
    .map(([key]) => forbidden(childPath(field, key), wanted));
}

function isFilledLater(value: unknown, field: 'data' | 'stringData'): boolean {
  if (typeof value !== 'string' || value.trim() === '') return value === null || typeof value === 'string';
  return isReference(value) || (field === 'data' && isReference(Buffer.from(value, 'base64').toString('latin1')));
}
