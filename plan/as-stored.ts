import { applyDefaults } from '../packages/structural-schema/apply-defaults.js';
import { isJsonObject, type JSONSchemaProps } from '../packages/structural-schema/json-schema-props.js';

/**
 * What an API server would keep of an object: fields set to null are absent and defaults are filled in. Planning from
 * it gives the same plan as planning from the object in the cluster. The input is never changed.
 */
export function asStored<Value>(schema: JSONSchemaProps, object: Value): Value {
  return applyDefaults(schema, withoutNulls(object)) as Value;
}

function withoutNulls(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(withoutNulls);
  if (!isJsonObject(value)) return value;
  const kept = Object.entries(value).filter(([, child]) => child !== null && child !== undefined);
  return Object.fromEntries(kept.map(([field, child]) => [field, withoutNulls(child)]));
}
