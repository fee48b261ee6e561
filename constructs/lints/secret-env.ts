import { childPath, forbidden } from '../../packages/structural-schema/field-error.js';
import { isJsonObject, type JsonObject } from '../../packages/structural-schema/json-schema-props.js';
import { isSecretLiteral } from '../../plan/secrets/secret-name.js';
import type { Lint, LintProblem } from '../linter/lint.js';

export const secretEnv: Lint = {
  id: 'secret-env',
  reports:
    'environment variables with a literal value whose name indicates a secret, such as `GITHUB_TOKEN` or `DB_PASSWORD`, in any kind',
  because: 'Everyone who can read Git or the Pod has the secret.',
  check: (object) => variablesIn(object, ''),
};

const wanted =
  'its name indicates a secret; take it from a Secret that is not in Git, with credentials of a WorkspaceConfig or valueFrom.secretKeyRef';

/** Lists named `env` are lists of variables in all kinds that have them: Pods, Tekton, and ours. */
function variablesIn(value: unknown, path: string): LintProblem[] {
  if (Array.isArray(value)) return value.flatMap((item, index) => variablesIn(item, `${path}[${index}]`));
  if (!isJsonObject(value)) return [];
  return Object.entries(value).flatMap(([field, child]) => {
    const at = childPath(path, field);
    const own = field === 'env' && Array.isArray(child) ? variableProblems(child, at) : [];
    return [...own, ...variablesIn(child, at)];
  });
}

const variableProblems = (variables: readonly unknown[], path: string): LintProblem[] =>
  variables.flatMap((variable, index) =>
    isJsonObject(variable) && isSecretVariable(variable) ? [forbidden(`${path}[${index}].value`, wanted)] : [],
  );

const isSecretVariable = ({ name, value }: JsonObject): boolean => isSecretLiteral(String(name), value);
