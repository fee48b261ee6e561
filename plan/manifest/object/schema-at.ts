import type { JSONSchemaProps } from '../../../packages/structural-schema/json-schema-props.js';

/** The schema of the field at a path such as `spec.commonContext[0].file.filePath`. */
export function schemaAt(schema: JSONSchemaProps, path: string): JSONSchemaProps | undefined {
  return path
    .split(/[.[\]]+/)
    .filter((step) => step !== '')
    .reduce<JSONSchemaProps | undefined>((at, step) => at?.properties?.[step] ?? at?.items ?? undefined, schema);
}
