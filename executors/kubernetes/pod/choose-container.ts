import { ExecutionFailure } from '../../execution-failure.js';
import { containerStatuses, type Pod } from './objects.js';

/** As `kubectl exec` reads it. */
const defaultAnnotation = 'kubectl.kubernetes.io/default-container';

/**
 * The container of a Pod that a task runs in: the one that is asked for, else the one that the annotation
 * `kubectl.kubernetes.io/default-container` names, else the only regular one. Sidecars among the init containers are not
 * counted. Pure.
 *
 * @throws ExecutionFailure when there is no such container, when it does not run, or when there are several
 */
export function chooseContainer(pod: Pod, wanted?: string): string {
  const name = pod.metadata.name;
  const regular = pod.spec.containers.map((container) => container.name);
  const annotated = pod.metadata.annotations?.[defaultAnnotation] ?? '';
  const chosen = wanted || (regular.includes(annotated) ? annotated : undefined);
  if (chosen) return checked(pod, chosen);
  if (regular.length === 1 && regular[0]) return regular[0];
  throw new ExecutionFailure(`Cannot choose a container of Pod ${name}: it has ${regular.length}`, [
    `name one of ${regular.join(', ')} as kubernetes.container of the component, or in the annotation ${defaultAnnotation} of the Pods`,
  ]);
}

function checked(pod: Pod, container: string): string {
  const { containers, initContainers = [], ephemeralContainers = [] } = pod.spec;
  const names = [...containers, ...initContainers, ...ephemeralContainers].map(({ name }) => name);
  const { name } = pod.metadata;
  if (!names.includes(container)) {
    throw new ExecutionFailure(`Cannot find container ${container} in Pod ${name}`, [`it has: ${names.join(', ')}`]);
  }
  if (containerStatuses(pod).some((status) => status.name === container && status.state?.running)) return container;
  throw new ExecutionFailure(`Cannot run in container ${container} of Pod ${name}: it does not run`, [
    `kubectl describe pod ${name} -n ${pod.metadata.namespace} shows why`,
  ]);
}
