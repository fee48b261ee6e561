import { isJsonObject } from '../../../structural-schema/json-schema-props.js';
import { setField } from '../../../structural-schema/set-field.js';

/** A deep copy of parsed JSON; several times faster than `structuredClone`. Fields that are undefined are left out. */
export function cloneJson<Value>(value: Value): Value {
  return cloned(value) as Value;
}

function cloned(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(cloned);
  if (!isJsonObject(value)) return value;
  const copy: Record<string, unknown> = {};
  for (const field of Object.keys(value)) if (value[field] !== undefined) setField(copy, field, cloned(value[field]));
  return copy;
}

/** Whether two parsed JSON values are the same, whatever the order of fields. An undefined field counts as absent. */
export function equalJson(a: unknown, b: unknown): boolean {
  if (a === b) return true;
  if (Array.isArray(a)) {
    if (!Array.isArray(b) || a.length !== b.length) return false;
    for (let i = 0; i < a.length; i++) if (!equalJson(a[i], b[i])) return false;
    return true;
  }
  if (!isJsonObject(a) || !isJsonObject(b)) return false;
  for (const field of Object.keys(a)) if (!equalJson(a[field], b[field])) return false;
  for (const field of Object.keys(b)) if (a[field] === undefined && b[field] !== undefined) return false;
  return true;
}
