import { type FieldError, omitValue } from '../../packages/structural-schema/field-error.js';
import { fieldProblem, formatManifestProblem } from '../../plan/manifest/yaml/manifest-problem.js';
import { formatProblem } from '../../plan/problem.js';
import type { LintProblem } from './lint.js';
import type { LintReport } from './lint-report.js';

/** `Job x: spec.ttlSecondsAfterFinished: Forbidden: ... (expiring-job)`; of a file with its place in front. */
export function formatReport({ object, lint, problem, locate }: Omit<LintReport, 'construct'>): string {
  const error = { ...asFieldError(problem), detail: `${problem.detail} (${lint.id})` };
  if (!locate) return formatProblem({ owner: object, ...error });
  const isOfKey = error.type === 'Forbidden';
  return formatManifestProblem(fieldProblem(locate(error.path, isOfKey ? 'key' : 'value'), error));
}

const asFieldError = ({ path, detail, type = 'Forbidden', value = omitValue }: LintProblem): FieldError => ({
  path,
  detail,
  type,
  value,
});
