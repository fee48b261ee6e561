import type { JSONSchemaProps } from '../../../structural-schema/json-schema-props.js';

/** A schema that may name another definition: `{ $ref: '#/definitions/io.k8s.PodSpec' }`. */
export type SchemaDefinition = Omit<JSONSchemaProps, 'properties' | 'items' | 'additionalProperties'> & {
  readonly $ref?: string;
  readonly properties?: Readonly<Record<string, SchemaDefinition>>;
  readonly items?: SchemaDefinition;
  readonly additionalProperties?: SchemaDefinition | boolean;
};

/** `#/definitions/io.k8s.PodSpec` -> `io.k8s.PodSpec`. */
export const definitionOfRef = (ref: string): string => ref.slice(ref.lastIndexOf('/') + 1);
