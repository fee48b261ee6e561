import type { JSONSchemaProps } from '../../structural-schema/json-schema-props.js';

const text: JSONSchemaProps = { type: 'string' };
const texts: JSONSchemaProps = { type: 'object', additionalProperties: text };
const integer: JSONSchemaProps = { type: 'integer', format: 'int64' };
const flag: JSONSchemaProps = { type: 'boolean' };
const time: JSONSchemaProps = { type: 'string', format: 'date-time' };

/**
 * `metadata` of every object, as the API server decodes it. Other fields do not exist.
 *
 * Source: https://kubernetes.io/docs/reference/kubernetes-api/common-definitions/object-meta/
 */
export const metadataSchema: JSONSchemaProps = {
  type: 'object',
  properties: {
    name: text,
    generateName: text,
    namespace: text,
    labels: texts,
    annotations: texts,
    finalizers: { type: 'array', items: text },
    ownerReferences: {
      type: 'array',
      items: {
        type: 'object',
        properties: {
          apiVersion: text,
          kind: text,
          name: text,
          uid: text,
          controller: flag,
          blockOwnerDeletion: flag,
        },
      },
    },
    managedFields: {
      type: 'array',
      items: {
        type: 'object',
        properties: {
          manager: text,
          operation: text,
          apiVersion: text,
          time,
          fieldsType: text,
          fieldsV1: { type: 'object', 'x-kubernetes-preserve-unknown-fields': true },
          subresource: text,
        },
      },
    },
    uid: text,
    resourceVersion: text,
    generation: integer,
    creationTimestamp: time,
    deletionTimestamp: time,
    deletionGracePeriodSeconds: integer,
    selfLink: text,
  },
};
