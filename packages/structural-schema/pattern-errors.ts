import { type FieldError, invalid } from './field-error.js';
import type { JSONSchemaProps } from './json-schema-props.js';
import { patternOf } from './pattern.js';

/**
 * What an API server has against the patterns of a schema: they are Go's, without lookaround and references back, so that
 * the time to match one is bounded. Empty when all are, or when the engine in use cannot tell.
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
