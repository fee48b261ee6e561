import type { ChildProcess } from 'node:child_process';
import { signalGroup } from '../processes/process-groups.js';
import type { ExecPlace } from './exec-in-container.js';

/** How long a process that left the group may hold the output open after the container has ended. */
const lingerMilliseconds = 500;

/** Ends the process group of a command when its container ends. */
export interface HeldGroup {
  /** Lets it go, unless the command has left something in the background, which ends with the container. */
  release(): void;
}

export function holdGroup({ node, run }: ExecPlace, child: ChildProcess): HeldGroup {
  const pid = child.pid ?? 0;
  let cancelLinger = () => {};
  const letGo = () => {
    run.ended.removeEventListener('abort', end);
    node.groups.remove(pid);
  };
  const end = () => {
    signalGroup(pid, 'SIGKILL');
    letGo();
    cancelLinger = node.clock.setTimeout(() => destroyOutput(child), lingerMilliseconds);
  };
  node.groups.add(pid);
  run.ended.addEventListener('abort', end);
  if (run.ended.aborted) end();
  return {
    release: () => {
      cancelLinger();
      if (!signalGroup(pid, 0)) letGo();
    },
  };
}

function destroyOutput({ stdout, stderr }: ChildProcess): void {
  stdout?.destroy();
  stderr?.destroy();
}
