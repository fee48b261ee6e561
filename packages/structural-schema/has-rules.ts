import type { JSONSchemaProps } from './json-schema-props.js';

const withRules = new WeakMap<JSONSchemaProps, boolean>();

/** Whether a schema or anything below it has a CEL rule. */
export function hasRules(schema: JSONSchemaProps): boolean {
  const known = withRules.get(schema);
  if (known !== undefined) return known;
  withRules.set(schema, false);
  const found = Boolean(schema['x-kubernetes-validations']?.length) || childSchemas(schema).some(hasRules);
  withRules.set(schema, found);
  return found;
}

function childSchemas({ properties, items, additionalProperties }: JSONSchemaProps): JSONSchemaProps[] {
  const children = Object.values(properties ?? {});
  if (items) children.push(items);
  if (typeof additionalProperties === 'object') children.push(additionalProperties);
  return children;
}
