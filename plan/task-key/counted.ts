import { isJsonObject } from '../../packages/structural-schema/json-schema-props.js';
import type { CountedFields } from './counted-fields.js';

/** The counted fields of a spec, less those that say what holds anyway. */
export function counted<Spec extends object>(fields: CountedFields<Spec>, spec: Spec): Partial<Spec> {
  const kept = Object.entries(spec).filter(([field]) => fields[field as keyof Spec]);
  return withoutDefaults(Object.fromEntries(kept)) as Partial<Spec>;
}

/** Without what Kubernetes treats as absent: null, false, empty texts, lists and objects. Items of lists keep their places. */
function withoutDefaults(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(withoutDefaults);
  if (!isJsonObject(value)) return value;
  const children = Object.entries(value).map(([field, child]) => [field, withoutDefaults(child)] as const);
  return Object.fromEntries(children.filter(([, child]) => !isDefault(child)));
}

function isDefault(value: unknown): boolean {
  if (value === undefined || value === null || value === false || value === '') return true;
  return typeof value === 'object' && Object.keys(value).length === 0;
}
