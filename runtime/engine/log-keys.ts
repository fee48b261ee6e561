import { splitKey } from '../../packages/kubernetes-conventions/object-key.js';

/** How most objects are called in log lines. */
const DEFAULT_FIELD = 'run';

/**
 * The fields by which log lines about one object are found: `namespace`, and its name.
 *
 * @param field the name of the field that holds the object's name, such as `agent`
 */
export function logKeys(key: string, field = DEFAULT_FIELD): Readonly<Record<string, string>> {
  const { namespace, name } = splitKey(key);
  return { namespace, [field]: name };
}
