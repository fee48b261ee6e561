import type { JSONSchemaProps } from '../../packages/structural-schema/json-schema-props.js';

const text: JSONSchemaProps = { type: 'string', minLength: 1 };
const flag: JSONSchemaProps = { type: 'boolean' };

/** The shape of a fleet file. */
export const fleetSchema: JSONSchemaProps = {
  type: 'object',
  required: ['repositories'],
  properties: {
    host: text,
    repositories: {
      type: 'array',
      items: {
        type: 'object',
        required: ['url'],
        properties: {
          url: text,
          branch: text,
          commit: text,
          language: text,
          topics: { type: 'array', items: text },
          archived: flag,
          fork: flag,
          private: flag,
        },
      },
    },
    excluded: {
      type: 'array',
      items: { type: 'object', required: ['url', 'reason'], properties: { url: text, reason: text } },
    },
  },
};
