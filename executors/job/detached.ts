import type { TaskRun } from '../../api/generated/kinds.js';
import { isApiError } from '../../packages/kubernetes-client/transport/api-error.js';
import { ExecutionFailure } from '../execution-failure.js';

/** We no longer follow a TaskRun, which is left as it is. */
export const continues = (run: TaskRun): ExecutionFailure =>
  new ExecutionFailure(`TaskRun ${run.metadata.name} continues`, whatToDo(run));

/** Nobody knows whether a TaskRun was created: its creation was sent, and no answer came. */
export function creationUnknown(run: TaskRun, cause: unknown): ExecutionFailure {
  const why = isApiError(cause) ? `: ${cause.message.replace(/^Cannot \S+ \S+: /, '')}` : '';
  return new ExecutionFailure(
    `Cannot tell whether TaskRun ${run.metadata.name} was created: the API server has not answered${why}`,
    ['is the cluster running?', ...whatToDo(run)],
    125,
    { cause },
  );
}

const whatToDo = ({ metadata: { name, namespace } }: TaskRun): string[] => [
  `kubectl task logs taskrun/${name} -n ${namespace} -f  follows it`,
  `kubectl task cancel taskrun/${name} -n ${namespace}   cancels it`,
];
