import type { StreamedContainer } from '../pod-streams.js';
import { attachToContainer } from './attach/attach-to-container.js';
import { execInContainer } from './exec/exec-in-container.js';
import type { PodContext } from './pod/pod-context.js';

/**
 * A container of a Pod as `kubectl exec` and `attach` see it.
 *
 * @throws Error in the kubelet's words when it does not run
 */
export function streamedContainer({ node, record }: PodContext, name: string): StreamedContainer {
  const found = [...record.initContainers, ...record.containers].find(({ container }) => container.name === name);
  const run = found?.run;
  if (!run) throw new Error(`container not found ("${name}")`);
  const place = { node, pod: record, run };
  return {
    exec: (command, client) => execInContainer(place, command, client),
    attach: (client) => attachToContainer(run, client),
  };
}
