import type { ApiError } from '../../packages/kubernetes-client/transport/api-error.js';
import type { Resource } from '../../packages/kubernetes-conventions/resource.js';

/** As RBAC names them. */
export type Verb = 'get' | 'list' | 'watch' | 'create' | 'patch' | 'delete';

/** What was asked of the API server, in the words of RBAC. */
export interface Asked {
  readonly verb: Verb;
  readonly resource: Resource;
  /** Undefined for all namespaces, and for what is in none. */
  readonly namespace?: string | undefined;
  readonly name?: string;
}

/** The API server refused, or could not be reached; says what was asked. */
export class ClusterError extends Error {
  override readonly name = 'ClusterError';

  constructor(
    readonly asked: Asked,
    readonly server: URL,
    override readonly cause: ApiError,
  ) {
    super(cause.message, { cause });
  }
}

/** `isClusterError(error, 'NotFound')` narrows a caught error by the reason the server gave. */
export function isClusterError(error: unknown, reason?: string): error is ClusterError {
  return error instanceof ClusterError && (reason === undefined || error.cause.reason === reason);
}
