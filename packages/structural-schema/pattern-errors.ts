import { type FieldError, invalid } from './field-error.js';
import type { JSONSchemaProps } from './json-schema-props.js';
import { patternOf } from './pattern.js';

/**
 * The patterns of a schema that an API server refuses. Patterns have Go's syntax, without lookaround and backreferences,
 * so that matching takes linear time. Empty if all are valid, or if the engine in use does not check.
 *
 * @source kubernetes: ValidateCustomResourceDefinitionOpenAPISchema in staging/src/k8s.io/apiextensions-apiserver
 */
export function patternErrors(schema: JSONSchemaProps, path: string): FieldError[] {
  const why = schema.pattern === undefined ? undefined : problemOf(schema.pattern);
  const own =
    why === undefined
      ? []
      : [invalid(`${path}.pattern`, schema.pattern, `must be a valid regular expression, but isn't: ${why}`)];
  return [...own, ...childSchemas(schema).flatMap(([step, child]) => patternErrors(child, `${path}.${step}`))];
}

function problemOf(pattern: string): string | undefined {
  try {
    patternOf(pattern);
    return undefined;
  } catch (error) {
    return (error as Error).message;
  }
}

function childSchemas(schema: JSONSchemaProps): [step: string, child: JSONSchemaProps][] {
  const { properties = {}, items, additionalProperties, not } = schema;
  const junctors = (['allOf', 'anyOf', 'oneOf'] as const).flatMap((name) =>
    (schema[name] ?? []).map((child, i): [string, JSONSchemaProps] => [`${name}[${i}]`, child]),
  );
  return [
    ...Object.entries(properties).map(([field, child]): [string, JSONSchemaProps] => [`properties[${field}]`, child]),
    ...(items ? [['items', items] as [string, JSONSchemaProps]] : []),
    ...(typeof additionalProperties === 'object'
      ? [['additionalProperties', additionalProperties] as [string, JSONSchemaProps]]
      : []),
    ...junctors,
    ...(not ? [['not', not] as [string, JSONSchemaProps]] : []),
  ];
}
