import { groupVersion, type Resource } from '../resources/resource.js';

const query = (name: string, type = 'string') => ({ name, in: 'query', schema: { type, uniqueItems: true } });
const writeParameters = [query('dryRun'), query('fieldManager'), query('fieldValidation')];

/**
 * The paths of a resource's objects. Clients look here for one thing above all: whether PATCH takes `fieldValidation`,
 * that is, whether the server itself finds unknown fields.
 */
export function pathsOf(resource: Resource): Record<string, object> {
  const { namespaced, plural, group } = resource;
  const root = `${group === '' ? '/api' : '/apis'}/${groupVersion(resource)}`;
  const collection = `${root}${namespaced ? '/namespaces/{namespace}' : ''}/${plural}`;
  return {
    [collection]: { get: operation(resource, 'list'), post: operation(resource, 'post', writeParameters) },
    [`${collection}/{name}`]: {
      get: operation(resource, 'get'),
      put: operation(resource, 'put', writeParameters),
      patch: operation(resource, 'patch', [...writeParameters, query('force', 'boolean')]),
      delete: operation(resource, 'delete', [query('dryRun'), query('propagationPolicy')]),
    },
  };
}

function operation({ group, version, kind, plural }: Resource, action: string, parameters: object[] = []): object {
  return {
    operationId: `${action}-${plural}-${version}${group && `-${group}`}`,
    parameters,
    responses: { 200: { description: 'OK' }, 401: { description: 'Unauthorized' } },
    'x-kubernetes-action': action,
    'x-kubernetes-group-version-kind': { group, version, kind },
  };
}
