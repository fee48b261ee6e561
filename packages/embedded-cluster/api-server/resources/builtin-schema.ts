import type { JSONSchemaProps } from '../../../structural-schema/json-schema-props.js';
import { builtinSchemas } from '../../generated/builtin-schemas.js';
import { definitionOfRef, type SchemaDefinition } from './schema-definition.js';

const resolved = new Map<string, JSONSchemaProps>();

/**
 * The schema of a built-in type with its references followed, for decoding, merging and pruning. Recursive types give
 * a cyclic graph, so walk it along data only. `required` is left out (built-in kinds have validation of their own) and
 * `title` is the Go type's name.
 *
 * @throws Error for a name that was not generated.
 */
export function builtinSchema(name: string): JSONSchemaProps {
  const known = resolved.get(name);
  if (known) return known;
  const definition = builtinSchemas[`io.k8s.${name}`];
  if (!definition) throw new Error(`No built-in schema ${name}; add it to scripts/generate/builtin-schemas.ts`);
  const schema: Record<string, unknown> = {};
  resolved.set(name, schema);
  Object.assign(schema, followed(definition), { title: name });
  return schema;
}

function followed({ $ref, description, required, ...schema }: SchemaDefinition): JSONSchemaProps {
  if ($ref !== undefined) return withExtensions(builtinSchema(definitionOfRef($ref).slice('io.k8s.'.length)), schema);
  const { properties, items, additionalProperties } = schema;
  return {
    ...(schema as JSONSchemaProps),
    ...(properties && {
      properties: Object.fromEntries(Object.entries(properties).map(([field, child]) => [field, followed(child)])),
    }),
    ...(items && { items: followed(items) }),
    ...(typeof additionalProperties === 'object' && { additionalProperties: followed(additionalProperties) }),
  };
}

/** Most references say nothing of their own, and then identity is kept so that cycles close. */
function withExtensions(target: JSONSchemaProps, own: object): JSONSchemaProps {
  return Object.keys(own).length === 0 ? target : { ...target, ...own };
}
