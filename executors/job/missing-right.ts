import { taskRuns } from '../../api/kinds/task-run.js';
import { isApiError } from '../../packages/kubernetes-client/transport/api-error.js';
import type { Transport } from '../../packages/kubernetes-client/transport/transport.js';

/** In the words of RBAC. */
export interface Right {
  readonly verb: string;
  /** As `kubectl auth can-i` names it, such as `pods/log`. */
  readonly resource: string;
}

/** What a task as a Job cannot do without. */
const needed = [
  { verb: 'create', group: taskRuns.group, resource: taskRuns.plural },
  { verb: 'list', group: taskRuns.group, resource: taskRuns.plural },
  { verb: 'watch', group: taskRuns.group, resource: taskRuns.plural },
  { verb: 'get', group: '', resource: 'pods', subresource: 'log' },
] as const;

/**
 * The first right that we do not have, as the server answers a SelfSubjectAccessReview; undefined when we have all, or
 * when the server does not say.
 *
 * @throws ApiError when the server cannot be reached; the reason of `signal`
 */
export async function missingRight(
  transport: Transport,
  namespace: string,
  signal?: AbortSignal,
): Promise<Right | undefined> {
  const answers = await Promise.all(needed.map((right) => isAllowed(transport, { ...right, namespace }, signal)));
  const missing = needed.find((_, index) => answers[index] === false);
  if (!missing) return undefined;
  const subresource = 'subresource' in missing ? `/${missing.subresource}` : '';
  const whole = missing.group ? `${missing.resource}.${missing.group}` : missing.resource;
  return { verb: missing.verb, resource: `${whole}${subresource}` };
}

/** Undefined when the server does not say, because it lets nobody ask. */
async function isAllowed(transport: Transport, resourceAttributes: object, signal?: AbortSignal) {
  const path = '/apis/authorization.k8s.io/v1/selfsubjectaccessreviews';
  const body = {
    apiVersion: 'authorization.k8s.io/v1',
    kind: 'SelfSubjectAccessReview',
    spec: { resourceAttributes },
  };
  try {
    const answer = await transport.request<{ readonly status?: { readonly allowed?: boolean } }>({
      ...{ method: 'POST', path, body, signal },
    });
    return answer.status?.allowed;
  } catch (error) {
    if (isApiError(error, 'Forbidden') || isApiError(error, 'NotFound')) return undefined;
    throw error;
  }
}
