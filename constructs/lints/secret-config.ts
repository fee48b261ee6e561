import { childPath, forbidden } from '../../packages/structural-schema/field-error.js';
import { isJsonObject } from '../../packages/structural-schema/json-schema-props.js';
import { isSecretLiteral } from '../../plan/secrets/secret-name.js';
import type { Lint } from '../linter/lint.js';

export const secretConfig: Lint = {
  id: 'secret-config',
  reports:
    'keys of a ConfigMap, and variables in its `.env` and `.properties` files, whose name indicates a secret, such as `password`',
  because: 'Everyone who can read Git or the ConfigMap has the secret.',
  check(object) {
    const { data } = object as { readonly data?: unknown };
    if (object.kind !== 'ConfigMap' || !isJsonObject(data)) return [];
    const wanted = 'its name indicates a secret; put it into a Secret that is not in Git';
    return Object.entries(data).flatMap(([key, value]) => [
      ...(isSecretLiteral(key, value) ? [forbidden(childPath('data', key), wanted)] : []),
      ...secretLines(key, value).map(({ name, line }) =>
        forbidden(
          childPath('data', key),
          `the name of ${name} in its line ${line} says that it is a secret; put it into a Secret that is not in Git`,
        ),
      ),
    ]);
  },
};

interface SecretLine {
  readonly name: string;
  readonly line: number;
}

const isVariableFile = (key: string): boolean => /(^|\.)(env|properties|ini|cfg|conf)$/.test(key);

/** Lines `NAME=value` of a file that holds variables, whose value is a secret. */
function secretLines(key: string, text: unknown): SecretLine[] {
  if (!isVariableFile(key) || typeof text !== 'string') return [];
  return text.split('\n').flatMap((written, index) => {
    const [, name = '', value = ''] = /^\s*(?:export\s+)?([\w.-]+)\s*=\s*(.*?)\s*$/.exec(written) ?? [];
    const plain = value.replace(/^(["'])(.*)\1$/, '$2');
    return isSecretLiteral(name, plain) ? [{ name, line: index + 1 }] : [];
  });
}
