import type { Resource } from '../../packages/kubernetes-conventions/resource.js';
import type { Cluster } from '../cluster/cluster.js';

/** One request that the server may allow. */
export interface AskedRight {
  readonly verb: string;
  readonly group: string;
  readonly resource: string;
  readonly subresource?: string;
}

const reviews: Resource = {
  group: 'authorization.k8s.io',
  version: 'v1',
  plural: 'selfsubjectaccessreviews',
  kind: 'SelfSubjectAccessReview',
  namespaced: false,
};

/** Asks the server whether we may. @throws ClusterError */
export async function isAllowed(cluster: Cluster, right: AskedRight, namespace = cluster.namespace): Promise<boolean> {
  const { verb, group, resource, subresource } = right;
  const resourceAttributes = { namespace, verb, group, resource, subresource };
  const body = { apiVersion: 'authorization.k8s.io/v1', kind: reviews.kind, spec: { resourceAttributes } };
  const path = '/apis/authorization.k8s.io/v1/selfsubjectaccessreviews';
  const answer = await cluster.ask<{ status?: { allowed?: boolean } }>(
    { verb: 'create', resource: reviews },
    { method: 'POST', path, body },
  );
  return answer.status?.allowed === true;
}
