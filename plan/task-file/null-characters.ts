import { childPath, type FieldError, invalid, omitValue } from '../../packages/structural-schema/field-error.js';
import { isJsonObject } from '../../packages/structural-schema/json-schema-props.js';

/** Texts that no argument, variable or path can hold, in reading order. */
export function nullCharacterErrors(value: unknown, path = ''): FieldError[] {
  if (typeof value === 'string')
    return value.includes('\0')
      ? [
          invalid(
            path,
            omitValue,
            'contains a null character, which no script, variable or path can hold; remove the \\0',
          ),
        ]
      : [];
  if (Array.isArray(value)) return value.flatMap((item, i) => nullCharacterErrors(item, `${path}[${i}]`));
  if (!isJsonObject(value)) return [];
  return Object.entries(value).flatMap(([field, child]) => nullCharacterErrors(child, childPath(path, field)));
}
