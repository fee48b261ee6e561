import { isApiError } from '../../packages/kubernetes-client/transport/api-error.js';
import { ExecutionFailure } from '../execution-failure.js';
import type { Right } from './missing-right.js';

/** What an error of a request means for a task. @throws the error itself when it is none of a request */
export function requestFailure(error: unknown, namespace: string): ExecutionFailure {
  if (error instanceof ExecutionFailure || !isApiError(error)) throw error;
  const failure = (message: string, ...hints: string[]) => new ExecutionFailure(message, hints, 125, { cause: error });
  const words = error.message.replace(/^Cannot \S+ \S+: /, '').replace(/ \(\d+\)$/, '');
  if (error.code === 0) return failure(`Cannot reach the API server: ${words}`, 'is the cluster running?');
  if (error.reason === 'Unauthorized') return failure('Cannot log in to the API server', 'log in again');
  if (error.reason === 'Forbidden') {
    return failure(`You are not allowed to run tasks as Jobs in namespace ${namespace}: ${words}`, role(namespace));
  }
  if (error.reason === 'NotFound' && /namespaces? "/.test(words)) {
    return failure(
      `Cannot use namespace ${namespace}: it does not exist`,
      'kubectl get namespaces lists those there are',
    );
  }
  if (error.reason === 'NotFound') {
    return failure(
      'The cluster has no TaskRuns of kubetask',
      'install the CRDs: kubectl task crds | kubectl apply --server-side -f -',
      'kubectl task doctor checks the installation',
    );
  }
  return failure(`Cannot run the task as a Job: ${words}`);
}

/** A right that the server says we do not have. */
export const notAllowed = ({ verb, resource }: Right, namespace: string): ExecutionFailure =>
  new ExecutionFailure(`You are not allowed to ${verb} ${resource} in namespace ${namespace}`, [
    `kubectl auth can-i ${verb} ${resource} -n ${namespace} must answer yes`,
    role(namespace),
  ]);

const role = (namespace: string): string =>
  `kubectl task rbac --executor job -n ${namespace} prints the Role that allows it`;
