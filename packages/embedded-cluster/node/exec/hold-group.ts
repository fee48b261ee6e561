import { signalGroup } from '../processes/process-groups.js';
import type { ExecPlace } from './exec-place.js';

/** A process group that ends when its container ends. */
export interface HeldGroup {
  /** Lets it go, unless something of it is still there, which ends with the container. */
  release(): void;
}

export function holdGroup({ node, run }: ExecPlace, groupId = 0): HeldGroup {
  const letGo = () => {
    run.ended.removeEventListener('abort', end);
    node.groups.remove(groupId);
  };
  const end = () => {
    signalGroup(groupId, 'SIGKILL');
    letGo();
  };
  node.groups.add(groupId);
  run.ended.addEventListener('abort', end);
  if (run.ended.aborted) end();
  return {
    release: () => {
      if (!signalGroup(groupId, 0)) letGo();
    },
  };
}
