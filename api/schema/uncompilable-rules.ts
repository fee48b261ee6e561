import { celProgram } from './cel-program.js';
import { childPath } from './field-error.js';
import type { JSONSchemaProps } from './json-schema-props.js';

/**
 * The rules of a schema that are not CEL, each as `<path>: <why>`; empty when all compile.
 * An API server refuses a CRD that has any.
 */
export function uncompilableRules(schema: JSONSchemaProps, path = ''): string[] {
  const own = (schema['x-kubernetes-validations'] ?? []).flatMap(({ rule }) => {
    const program = celProgram(rule);
    return program instanceof Error ? [`${path}.x-kubernetes-validations: ${rule}: ${program.message}`] : [];
  });
  const children = Object.entries(schema.properties ?? {}).flatMap(([field, child]) =>
    uncompilableRules(child, childPath(path, `properties[${field}]`)),
  );
  const items = schema.items ? uncompilableRules(schema.items, childPath(path, 'items')) : [];
  const { additionalProperties } = schema;
  const values =
    typeof additionalProperties === 'object'
      ? uncompilableRules(additionalProperties, childPath(path, 'additionalProperties'))
      : [];
  return [...own, ...children, ...items, ...values];
}
