import type { ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import type { ProcessStreams } from '../../pod-streams.js';
import { pump } from '../processes/pump.js';
import { exitCodeOf, type ProcessSpec, spawnInGroup } from '../processes/spawn-in-group.js';
import type { ExecPlace } from './exec-place.js';
import { holdGroup } from './hold-group.js';

/** How long a process that left the group may hold the output open after the container has ended. */
const lingerMilliseconds = 500;

/**
 * A client that goes away only ends the input of the command, and breaks its output: as in a real container, a command
 * that does neither read nor write runs on.
 *
 * @throws CannotStart
 */
export async function execWithPipes(place: ExecPlace, spec: ProcessSpec, client: ProcessStreams): Promise<number> {
  const stdio = [client.stdin, client.stdout, client.stderr].map((end) => (end ? 'pipe' : 'ignore'));
  const child = await spawnInGroup(spec, place.node.marker, stdio);
  const exited = once(child, 'exit') as Promise<[number | null, NodeJS.Signals | null]>;
  const group = holdGroup(place, child.pid);
  const stopLimit = limitOutput(place, child);
  const output = Promise.all([pump(child.stdout, client.stdout), pump(child.stderr, client.stderr)]);
  void pump(client.stdin, child.stdin);
  const [code, signal] = await exited;
  await output;
  stopLimit();
  group.release();
  return exitCodeOf(code, signal);
}

/** @returns ends the limit */
function limitOutput({ node, run }: ExecPlace, { stdout, stderr }: ChildProcess): () => void {
  let cancel = () => {};
  const limit = () => {
    cancel = node.clock.setTimeout(() => {
      stdout?.destroy();
      stderr?.destroy();
    }, lingerMilliseconds);
  };
  run.ended.addEventListener('abort', limit);
  return () => {
    run.ended.removeEventListener('abort', limit);
    cancel();
  };
}
