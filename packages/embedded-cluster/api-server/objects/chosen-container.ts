import { fieldAt } from '../selectors/field-path.js';
import { badRequest } from '../status-errors.js';
import type { ApiObject } from './api-object.js';

const namesIn = (pod: ApiObject, list: string): string[] =>
  ((fieldAt(pod, `spec.${list}`) ?? []) as { name: string }[]).map(({ name }) => name);

/**
 * The container that a request for a log or a stream means: the one that it names, or the only one.
 *
 * @throws ApiError 400 when there is no such container, or several and none is named
 * @source kubernetes: validateContainer in pkg/registry/core/pod
 */
export function chosenContainer(pod: ApiObject, wanted: string | null): string {
  const [containers, inits] = [namesIn(pod, 'containers'), namesIn(pod, 'initContainers')];
  const [only] = containers;
  const { name } = pod.metadata;
  if (wanted) {
    if ([...containers, ...inits].includes(wanted)) return wanted;
    throw badRequest(`container ${wanted} is not valid for pod ${name}`);
  }
  if (containers.length === 1 && only) return only;
  const choices = [...inits, ...containers].join(' ');
  throw badRequest(`a container name must be specified for pod ${name}, choose one of: [${choices}]`);
}
