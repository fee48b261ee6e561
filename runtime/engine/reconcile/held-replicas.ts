import type { Transport } from '../../../packages/kubernetes-client/transport/transport.js';
import type { KubernetesObject } from '../../../packages/kubernetes-conventions/kubernetes-object.js';

interface Scaled extends KubernetesObject {
  readonly spec?: { readonly replicas?: number };
  readonly metadata: KubernetesObject['metadata'] & { readonly managedFields?: readonly AppliedFields[] };
}

interface AppliedFields {
  readonly manager?: string;
  readonly operation?: string;
  readonly fieldsV1?: { readonly 'f:spec'?: { readonly 'f:replicas'?: object } };
}

/**
 * What to apply for an object that is no longer to name its replicas: the number that an earlier apply named, as long as
 * it was not changed since. Without it the field would go, and its default, one, come instead. Who scales takes it over.
 *
 * @param desired exists
 * @source https://kubernetes.io/docs/reference/using-api/server-side-apply/#transferring-ownership
 */
export async function withHeldReplicas(
  transport: Transport,
  path: string,
  desired: KubernetesObject & Pick<Scaled, 'spec'>,
  fieldManager: string,
): Promise<KubernetesObject> {
  if (desired.kind !== 'Deployment' || desired.spec?.replicas !== undefined) return desired;
  const { metadata, spec } = await transport.request<Scaled>({ method: 'GET', path });
  const isHeld = metadata.managedFields?.some(
    ({ manager, operation, fieldsV1 }) =>
      manager === fieldManager && operation === 'Apply' && fieldsV1?.['f:spec']?.['f:replicas'] !== undefined,
  );
  if (!isHeld || spec?.replicas === undefined) return desired;
  return { ...desired, spec: { ...desired.spec, replicas: spec.replicas } } as KubernetesObject;
}
