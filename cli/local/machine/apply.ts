import { isApiError } from '../../../packages/kubernetes-client/transport/api-error.js';
import type { Transport } from '../../../packages/kubernetes-client/transport/transport.js';
import type { KubernetesObject } from '../../../packages/kubernetes-conventions/kubernetes-object.js';
import { objectPath, type Resource } from '../../../packages/kubernetes-conventions/resource.js';
import { UserError } from '../../errors/user-error.js';

/** That of `kubectl apply --server-side`, so that people can apply their files again to a cluster that they keep. */
const FIELD_MANAGER = 'kubectl';

interface ResourceList {
  readonly resources: readonly { readonly name: string; readonly kind: string; readonly namespaced: boolean }[];
}

/** What must exist before others can: a namespace before its contents, a CRD before its objects, a Batch before its run. */
const order = [
  'Namespace',
  'CustomResourceDefinition',
  'ConfigMap',
  'Secret',
  'WorkspaceConfig',
  'Batch',
  'Task',
  'BatchRun',
];
const rank = ({ kind }: KubernetesObject) => (order.includes(kind) ? order.indexOf(kind) : order.length - 1);

export interface Applied {
  /** As the server stored them, in the order applied. */
  readonly stored: readonly KubernetesObject[];
  /** Of API groups that the cluster does not serve, such as an Argo CD Application beside the runs that it deploys. */
  readonly skipped: readonly KubernetesObject[];
}

/**
 * Applies objects server-side, missing namespaces first; one without a namespace goes to `namespace`.
 * @throws UserError for the first object that the server refuses, with its kind and name
 */
export async function applyAll(
  transport: Pick<Transport, 'request'>,
  objects: readonly KubernetesObject[],
  namespace: string,
): Promise<Applied> {
  const resources = new Map<string, Promise<ResourceList | undefined>>();
  const discover = ({ apiVersion }: KubernetesObject) => {
    const known = resources.get(apiVersion) ?? servedIn(transport, apiVersion);
    resources.set(apiVersion, known);
    return known;
  };
  const stored: KubernetesObject[] = [];
  const skipped: KubernetesObject[] = [];
  for (const object of [...namespacesOf(objects, namespace), ...objects].sort((a, b) => rank(a) - rank(b))) {
    const served = await discover(object);
    if (served) stored.push(await applyOne(transport, object, resourceIn(served, object), namespace));
    else skipped.push(object);
  }
  return { stored, skipped };
}

/** Undefined for a group or version that the cluster does not have. */
async function servedIn(transport: Pick<Transport, 'request'>, apiVersion: string): Promise<ResourceList | undefined> {
  const path = apiVersion.includes('/') ? `/apis/${apiVersion}` : `/api/${apiVersion}`;
  try {
    return await transport.request<ResourceList>({ method: 'GET', path });
  } catch (error) {
    if (isApiError(error, 'NotFound')) return undefined;
    throw error;
  }
}

function namespacesOf(objects: readonly KubernetesObject[], fallback: string): KubernetesObject[] {
  const names = new Set(objects.map(({ metadata }) => metadata.namespace ?? fallback));
  return [...names].map((name) => ({ apiVersion: 'v1', kind: 'Namespace', metadata: { name } }));
}

function resourceIn({ resources }: ResourceList, { apiVersion, kind, metadata }: KubernetesObject): Resource {
  const found = resources.find((resource) => resource.kind === kind && !resource.name.includes('/'));
  if (!found)
    throw new UserError(`Cannot apply ${kind} ${metadata.name}: the cluster has no kind ${kind} in ${apiVersion}`);
  const [version = '', group = ''] = apiVersion.split('/').reverse();
  return { group, version, plural: found.name, kind, namespaced: found.namespaced };
}

async function applyOne(
  transport: Pick<Transport, 'request'>,
  object: KubernetesObject,
  resource: Resource,
  fallback: string,
): Promise<KubernetesObject> {
  const namespace = object.metadata.namespace ?? fallback;
  const metadata = resource.namespaced ? { ...object.metadata, namespace } : object.metadata;
  try {
    return await transport.request({
      method: 'PATCH',
      path: objectPath(resource, namespace, object.metadata.name),
      query: { fieldManager: FIELD_MANAGER, force: true, fieldValidation: 'Strict' },
      contentType: 'application/apply-patch+yaml',
      body: { ...object, metadata },
    });
  } catch (cause) {
    if (!isApiError(cause)) throw cause;
    throw new UserError(cause.message, [], { cause });
  }
}
