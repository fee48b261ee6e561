import type { StreamedContainer } from '../../pod-streams.js';
import type { PodContext } from '../pod/pod-context.js';
import { execInContainer } from './exec-in-container.js';

/**
 * A container of a Pod as `kubectl exec` sees it.
 *
 * @throws Error in the kubelet's words when it does not run
 */
export function streamedContainer({ node, record }: PodContext, name: string): StreamedContainer {
  const found = [...record.initContainers, ...record.containers].find(({ container }) => container.name === name);
  const run = found?.run;
  if (!run) throw new Error(`container not found ("${name}")`);
  const place = { node, pod: record, run };
  return { exec: (command, client) => execInContainer(place, command, client) };
}
