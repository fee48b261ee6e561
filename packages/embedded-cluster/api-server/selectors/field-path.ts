import { isJsonObject } from '../../../structural-schema/json-schema-props.js';

/** The value at a dotted path (`spec.nodeName`), undefined when any part is absent. */
export function fieldAt(object: unknown, path: string): unknown {
  let value = object;
  for (const part of path.replace(/^\./, '').split('.')) {
    if (!isJsonObject(value)) return undefined;
    value = value[part];
  }
  return value;
}
