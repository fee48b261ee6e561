import { childPath, forbidden } from '../../packages/structural-schema/field-error.js';
import { isJsonObject } from '../../packages/structural-schema/json-schema-props.js';
import type { Lint } from '../linter/lint.js';
import { isSecretLiteral } from '../secrets/secret-name.js';

export const secretConfig: Lint = {
  id: 'secret-config',
  reports: 'keys of a ConfigMap whose name says that the value is a secret, such as `password`',
  because: 'Everybody who may read ConfigMaps has the secret, and so has Git.',
  check(object) {
    const { data } = object as { readonly data?: unknown };
    if (object.kind !== 'ConfigMap' || !isJsonObject(data)) return [];
    const wanted = 'its name says that the value is a secret; put it into a Secret that is not in Git';
    return Object.entries(data)
      .filter(([key, value]) => isSecretLiteral(key, value))
      .map(([key]) => forbidden(childPath('data', key), wanted));
  },
};
