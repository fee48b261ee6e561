import type { JSONSchemaProps } from '../../../structural-schema/json-schema-props.js';
import type { ApiObject } from '../objects/api-object.js';
import { builtinSchema } from '../resources/builtin-schema.js';
import type { Resource } from '../resources/resource.js';

const schemas = new WeakMap<Resource, JSONSchemaProps>();

/** A resource's schema with metadata as every kind has it: what field ownership walks along. */
export function trackedSchema(resource: Resource): JSONSchemaProps {
  const known = schemas.get(resource);
  if (known) return known;
  const { schema } = resource;
  const tracked = { ...schema, properties: { ...schema.properties, metadata: builtinSchema('ObjectMeta') } };
  schemas.set(resource, tracked);
  return tracked;
}

const untrackedMetadata = [
  ...['name', 'namespace', 'generateName', 'uid', 'resourceVersion', 'generation', 'creationTimestamp'],
  ...['deletionTimestamp', 'deletionGracePeriodSeconds', 'managedFields', 'selfLink'],
];

/** The fields of an object that can have owners: not its identity, and not the part another endpoint writes. */
export function trackedFields(resource: Resource, object: ApiObject, part: 'main' | 'status'): object {
  const { apiVersion: _, kind: __, metadata, status, ...rest } = object;
  if (part === 'status') return status === undefined ? {} : { status };
  const owned = Object.fromEntries(
    Object.entries(metadata ?? {}).filter(([field]) => !untrackedMetadata.includes(field)),
  );
  return {
    ...rest,
    ...(Object.keys(owned).length > 0 && { metadata: owned }),
    ...(!resource.hasStatus && status !== undefined && { status }),
  };
}
