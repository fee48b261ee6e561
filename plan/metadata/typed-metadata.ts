import type { ObjectMeta } from '../../packages/kubernetes-conventions/kubernetes-object.js';
import { metadataSchema } from '../../packages/kubernetes-conventions/metadata/metadata-schema.js';
import {
  isJsonObject,
  type JSONSchemaProps,
  schemaOfField,
} from '../../packages/structural-schema/json-schema-props.js';
import { validateValue } from '../../packages/structural-schema/validate-value.js';

/** Stands for the five characters that an API server puts behind a generateName. */
const SUFFIX = 'xxxxx';
const LONGEST_BASE = 58;

/**
 * As much of `metadata` as has the right types, so that planning never meets any other. The name is the one that a
 * generateName would lead to where no other is given, and empty where there is neither. Never throws.
 */
export function typedMetadata(metadata: unknown): ObjectMeta {
  const typed = typedPart(metadataSchema, metadata);
  const { name, generateName, ...rest } = (isJsonObject(typed) ? typed : {}) as Partial<ObjectMeta>;
  const generated = generateName ? `${generateName.slice(0, LONGEST_BASE)}${SUFFIX}` : '';
  return { name: name || generated, ...(generateName === undefined ? {} : { generateName }), ...rest };
}

/** A value without the parts whose type is wrong; undefined when that is the value itself. A null counts as absent. */
function typedPart(schema: JSONSchemaProps, value: unknown): unknown {
  if (Array.isArray(value) && schema.items) {
    const { items } = schema;
    return value.map((item) => typedPart(items, item)).filter((item) => item !== undefined);
  }
  if (isJsonObject(value) && schema.type === 'object') {
    const parts = Object.entries(value).map(([field, child]) => {
      const known = schemaOfField(schema, field);
      return [field, known ? typedPart(known, child) : undefined] as const;
    });
    return Object.fromEntries(parts.filter(([, child]) => child !== undefined));
  }
  return value !== null && validateValue(schema, value, '').length === 0 ? value : undefined;
}
