import { isJsonObject } from '../../../structural-schema/json-schema-props.js';
import type { ApiObject, FieldTree } from '../objects/api-object.js';
import type { Resource } from '../resources/resource.js';
import { fieldsOf, isEmpty, subtract } from './field-tree.js';
import { trackedFields, trackedSchema } from './tracked-schema.js';

const annotation = 'kubectl.kubernetes.io/last-applied-configuration';

/**
 * Whether kubectl may take these fields without `--force-conflicts`: all of them are fields it applied before itself,
 * from the client's side. That is how an object moves to server-side apply.
 */
export function appliedByKubectl(resource: Resource, live: ApiObject, manager: string, fields: FieldTree): boolean {
  const text = live.metadata.annotations?.[annotation];
  if (manager !== 'kubectl' || text === undefined) return false;
  const applied = parsed(text);
  return (
    applied !== undefined &&
    isEmpty(subtract(fields, fieldsOf(trackedSchema(resource), trackedFields(resource, applied, 'main'))))
  );
}

/** The annotation is the client's: it may hold anything. */
function parsed(text: string): ApiObject | undefined {
  try {
    const value: unknown = JSON.parse(text);
    return isJsonObject(value) && isJsonObject(value.metadata) ? (value as ApiObject) : undefined;
  } catch {
    return undefined;
  }
}
