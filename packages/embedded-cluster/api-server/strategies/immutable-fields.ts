import { childPath, type FieldError, invalid } from '../../../structural-schema/field-error.js';
import type { ApiObject } from '../objects/api-object.js';
import { equalJson } from '../objects/json-value.js';
import { fieldAt } from '../selectors/field-path.js';

/** `field is immutable` for each path whose value changed. */
export function immutableErrors(
  object: ApiObject,
  old: ApiObject,
  parent: string,
  fields: readonly string[],
): FieldError[] {
  return fields.flatMap((field) => {
    const path = childPath(parent, field);
    const value = fieldAt(object, path);
    return equalJson(value, fieldAt(old, path)) ? [] : [invalid(path, value, 'field is immutable')];
  });
}
