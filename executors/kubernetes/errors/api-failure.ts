import { deployments, pods } from '../../../api/kinds/kubernetes.js';
import { type ApiError, isApiError } from '../../../packages/kubernetes-client/transport/api-error.js';
import { oneLine } from '../../../packages/kubernetes-conventions/sentence.js';
import { ExecutionFailure } from '../../execution-failure.js';
import type { Cluster, Place } from '../place.js';

/** What was asked of the API server, in the words of RBAC. */
export interface Asked {
  readonly verb: 'get' | 'list' | 'create';
  /** For example `pods/exec` or `deployments.apps`. */
  readonly resource: string;
}

export const getDeployment: Asked = { verb: 'get', resource: `${deployments.plural}.${deployments.group}` };
export const listPods: Asked = { verb: 'list', resource: pods.plural };
const exec: Asked = { verb: 'create', resource: `${pods.plural}/exec` };

/** What a person can do about an error of the API server. @returns the error itself when it is none */
export function apiFailure(error: unknown, asked: Asked, { connection, namespace }: Cluster): unknown {
  if (!isApiError(error)) return error;
  const server = connection.server.origin;
  const fail = (message: string, ...hints: string[]) => new ExecutionFailure(message, hints, 125, { cause: error });
  if (error.reason === 'CredentialsUnavailable') return fail(words(error));
  if (error.reason === 'CertificateRejected') {
    return fail(`Cannot trust the API server ${server}: ${causeOf(error)}`, 'the kubeconfig must contain its CA');
  }
  if (error.code === 0) {
    return fail(
      `Cannot reach the API server ${server}: ${causeOf(error)}`,
      'is the cluster running, and is this the right context? kubectl config get-contexts lists all contexts',
    );
  }
  if (error.code === 401) {
    return fail(
      `Cannot log in to ${server}: the server does not accept these credentials`,
      'log in again; kubectl auth whoami shows who you are to the server',
    );
  }
  if (error.code === 403) return forbidden(error, asked, namespace);
  return fail(`Cannot ${asked.verb} ${asked.resource} in namespace ${namespace}: ${words(error)}`);
}

/** A WebSocket is opened with GET: servers before Kubernetes 1.35 ask for the verb `get`, later ones for `create`. */
function forbidden(error: ApiError, { verb, resource }: Asked, namespace: string): ExecutionFailure {
  const verbs = resource === exec.resource && /cannot get resource/.test(error.message) ? [verb, 'get'] : [verb];
  const hints = verbs.map(
    (asked) => `kubectl auth can-i ${asked} ${resource} -n ${namespace} must answer yes; ask for a Role that allows it`,
  );
  const what = resource === exec.resource ? 'run commands in Pods' : `${verb} ${resource}`;
  return new ExecutionFailure(`You are not allowed to ${what} in namespace ${namespace}`, hints, 125, { cause: error });
}

/** Why the server did not start an exec. @returns the error itself when it is none of the API server's */
export function execRefused(error: unknown, place: Place): unknown {
  if (!isApiError(error, 'NotFound')) return apiFailure(error, exec, place);
  return new ExecutionFailure(
    `Cannot run in Pod ${place.pod} of namespace ${place.namespace}: it was deleted`,
    ['run the task again: the Deployment creates another Pod'],
    125,
    { cause: error },
  );
}

const causeOf = ({ cause, message }: ApiError): string => (cause instanceof Error ? cause.message : message);

/** The server's own words, without the request and the code. */
const words = ({ message }: ApiError): string =>
  oneLine(message.replace(/^Cannot [A-Z]+ \S+: /, '').replace(/ \(\d+\)$/, ''));
