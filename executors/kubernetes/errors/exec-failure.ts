import { oneLine } from '../../../packages/kubernetes-conventions/sentence.js';
import { ExecutionFailure } from '../../execution-failure.js';
import type { Place } from '../place.js';

type Where = Pick<Place, 'namespace' | 'pod' | 'container'>;

const whereText = ({ pod, container }: Where): string => `container ${container} of Pod ${pod}`;

/** What a person can look at when the end of a task is not known. */
const mayStillRun = ({ namespace, pod }: Where): string =>
  `the task may still run there: kubectl get pod ${pod} -n ${namespace} shows whether the Pod exists`;

/** The connection ended before the server sent the exit code. */
export const connectionLost = (where: Where, cause?: Error): ExecutionFailure =>
  new ExecutionFailure(
    `Lost the connection to ${whereText(where)}${cause ? `: ${cause.message}` : ''}; the exit code is not known`,
    [mayStillRun(where)],
    125,
    { cause },
  );

export const notAnswering = (where: Where): ExecutionFailure =>
  new ExecutionFailure(
    `Lost the connection to ${whereText(where)}: the API server does not answer; the exit code is not known`,
    [mayStillRun(where)],
  );

/** Whoever reads our output is gone. */
export const brokenOutput = (where: Where, cause?: Error): ExecutionFailure =>
  new ExecutionFailure(
    `Cannot write the output of ${whereText(where)}${cause ? `: ${cause.message}` : ': it was closed'}`,
    [mayStillRun(where)],
    125,
    { cause },
  );

export const brokenInput = (where: Where, cause: Error): ExecutionFailure =>
  new ExecutionFailure(`Cannot read the standard input for ${whereText(where)}: ${cause.message}`, [], 125, { cause });

/** A person pressed Ctrl-C twice, and nothing answered. */
export const interrupted = (where: Where): ExecutionFailure =>
  new ExecutionFailure(`Left ${whereText(where)} on Ctrl-C: neither the program nor the API server answers`, [
    mayStillRun(where),
  ]);

export const endUnknown = (where: Where, cause?: unknown): ExecutionFailure =>
  new ExecutionFailure(
    `Cannot end the task in ${whereText(where)}; its exit code is not known`,
    [mayStillRun(where)],
    125,
    { cause },
  );

/** As runc and crun say that the program of an exec does not exist. */
const noSuchProgram = /executable file .*not found|exec: ".*": (stat|no such file)|no such file or directory/i;
const noSuchContainer = /container not found|container .*(not running|is not created or running)|not in running state/i;

/** Why the container runtime did not run the command, in the words of the error channel. Pure. */
export function notStarted(where: Where, message: string): ExecutionFailure {
  const { namespace, pod, container } = where;
  if (noSuchProgram.test(message)) {
    return new ExecutionFailure(
      `Cannot run a script in ${whereText(where)}: its image has no shell (sh)`,
      ['run the task in another container, or in an image that has a POSIX shell'],
      127,
    );
  }
  if (noSuchContainer.test(message)) {
    return new ExecutionFailure(`Cannot run in ${whereText(where)}: the container does not run`, [
      `kubectl describe pod ${pod} -n ${namespace} shows why`,
    ]);
  }
  const words = message.replace(/^(Internal error occurred: |error executing command in container: )+/, '');
  return new ExecutionFailure(`Cannot run in container ${container} of Pod ${pod}: ${oneLine(words)}`, [
    `kubectl describe pod ${pod} -n ${namespace} shows the state of the container`,
  ]);
}
