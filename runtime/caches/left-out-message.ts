import type { RunReason } from '../../api/kinds/batch-run.js';

export const LEFT_OUT: RunReason = 'NamespaceLeftOut';

const megabyte = 1_000_000;

/** @param bytes what the controller would hold of the namespace; undefined where it was not counted */
export function leftOutMessage(bytes?: number): string {
  const size = bytes === undefined ? 'take' : `take ${Math.ceil(bytes / megabyte)} MB of memory in the controller,`;
  return (
    `the objects of this namespace ${size} more than the controller has memory for, and more than those of any other ` +
    'namespace: nothing in it is started or reported until they take less. Delete finished runs, and Batches, Agents and ' +
    'ConfigMaps that you do not need, or raise heapMiB of the controller'
  );
}
