import { isApiError } from '../../../packages/kubernetes-client/transport/api-error.js';
import type { Transport } from '../../../packages/kubernetes-client/transport/transport.js';
import type { KubernetesObject } from '../../../packages/kubernetes-conventions/kubernetes-object.js';

/** Whose fields are whose, as far as it is read. */
interface Managed extends KubernetesObject {
  readonly metadata: KubernetesObject['metadata'] & { readonly managedFields?: readonly ManagedFields[] };
}

interface ManagedFields {
  readonly manager?: string;
  readonly operation?: string;
  readonly subresource?: string;
}

/** How often the list of managers may change under our hands. */
const mostTries = 5;

/**
 * Makes room for an apply that was refused because what others set and what is desired exclude each other: two ports of
 * one name, two handlers of one probe. The desired lists replace those that are there, others' items included.
 *
 * What is written so has no owner afterwards: only what is owned by an apply alone goes when it is no longer desired.
 *
 * @throws ApiError when the desired fields are refused by themselves
 * @source https://github.com/kubernetes/client-go/blob/master/util/csaupgrade/upgrade.go
 */
export async function takeBack(
  transport: Transport,
  path: string,
  { apiVersion: _, kind: __, metadata: { uid }, ...fields }: KubernetesObject,
  fieldManager: string,
): Promise<void> {
  const body = { metadata: { uid }, ...fields };
  const query = { fieldManager };
  let stored = await transport.request<Managed>({
    ...{ method: 'PATCH', path, query, body },
    contentType: 'application/merge-patch+json',
  });
  for (let tries = 1; ; tries++) {
    const patch = withoutOurUpdate(stored, fieldManager);
    if (patch.length === 0) return;
    try {
      const contentType = 'application/json-patch+json';
      await transport.request({ ...{ method: 'PATCH', path, query, body: patch }, contentType });
      return;
    } catch (error) {
      if (!isApiError(error, 'Invalid') || tries === mostTries) throw error;
      stored = await transport.request<Managed>({ method: 'GET', path });
    }
  }
}

/**
 * Leaves `fieldManager` what it has applied, and nothing that it has updated. A test rather than the version: the status
 * of a Deployment changes many times in these moments.
 */
function withoutOurUpdate({ metadata: { managedFields = [] } }: Managed, fieldManager: string): object[] {
  const at = managedFields.findIndex(
    ({ manager, operation, subresource }) => manager === fieldManager && operation === 'Update' && !subresource,
  );
  if (at < 0) return [];
  const path = `/metadata/managedFields/${at}`;
  return [
    { op: 'test', path: `${path}/manager`, value: fieldManager },
    { op: 'test', path: `${path}/operation`, value: 'Update' },
    { op: 'remove', path },
  ];
}
