import { isJsonObject } from '../../../structural-schema/json-schema-props.js';
import { setField } from '../../../structural-schema/set-field.js';

/** RFC 7386: objects are merged, null removes, everything else replaces. The inputs are not changed. */
export function mergePatch(target: unknown, patch: unknown): unknown {
  if (!isJsonObject(patch)) return patch;
  const merged: Record<string, unknown> = isJsonObject(target) ? { ...target } : {};
  for (const [field, change] of Object.entries(patch))
    if (change === null) delete merged[field];
    else setField(merged, field, mergePatch(merged[field], change));
  return merged;
}
