import { childPath, forbidden } from '../../packages/structural-schema/field-error.js';
import { isJsonObject } from '../../packages/structural-schema/json-schema-props.js';
import { isSecretLiteral } from '../../plan/secrets/secret-name.js';
import type { Lint, LintProblem } from '../linter/lint.js';

export const secretArgument: Lint = {
  id: 'secret-argument',
  reports: 'arguments of a command whose option indicates a secret, such as `--password=...`, in any kind',
  because: 'Everyone who can read Git, the Pod or the list of processes has the secret.',
  check: (object) => argumentsIn(object, ''),
};

const wanted =
  'its option indicates a secret; take it from a variable that comes from a Secret, as in $(PASSWORD), or from a file';

/** Lists named `args` and `command` are lists of arguments in all kinds that have them. */
function argumentsIn(value: unknown, path: string): LintProblem[] {
  if (Array.isArray(value)) return value.flatMap((item, index) => argumentsIn(item, `${path}[${index}]`));
  if (!isJsonObject(value)) return [];
  return Object.entries(value).flatMap(([field, child]) => {
    const at = childPath(path, field);
    const isArguments = (field === 'args' || field === 'command') && Array.isArray(child);
    return isArguments ? argumentProblems(child, at) : argumentsIn(child, at);
  });
}

const argumentProblems = (list: readonly unknown[], path: string): LintProblem[] =>
  list.flatMap((_, index) => (isSecretAt(list, index) ? [forbidden(`${path}[${index}]`, wanted)] : []));

/** The value of `--option=value`, or of the option right before it. */
function isSecretAt(list: readonly unknown[], index: number): boolean {
  const [, name, value] = /^--?([\w-]+)=(.+)$/s.exec(String(list[index])) ?? [];
  if (name !== undefined) return isSecretLiteral(name, value);
  const [, before] = /^--([\w-]+)$/.exec(String(list[index - 1] ?? '')) ?? [];
  return before !== undefined && !String(list[index]).startsWith('-') && isSecretLiteral(before, list[index]);
}
