import { once } from 'node:events';
import type { ClientTerminal, ProcessStreams } from '../../pod-streams.js';
import { signalGroup } from '../processes/process-groups.js';
import { pump } from '../processes/pump.js';
import { exitCodeOf, type ProcessSpec } from '../processes/spawn-in-group.js';
import { openTerminal } from '../terminal/open-terminal.js';
import { resizeTerminal } from '../terminal/resize-terminal.js';
import type { ExecPlace } from './exec-place.js';
import { holdGroup } from './hold-group.js';

/**
 * Runs a command in a terminal of its own. When the client goes away the terminal ends, and the kernel says so to its
 * processes (SIGHUP).
 *
 * @throws CannotStart
 */
export async function execWithTerminal(
  place: ExecPlace,
  spec: ProcessSpec,
  client: ProcessStreams,
  terminal: ClientTerminal,
): Promise<number> {
  const options = { output: client.stdout !== undefined, size: terminal.size };
  const { child, leader } = await openTerminal(spec, place.node, options);
  const exited = once(child, 'exit') as Promise<[number | null, NodeJS.Signals | null]>;
  const hangUp = () => void signalGroup(child.pid ?? 0, 'SIGKILL');
  const groups = [holdGroup(place, child.pid)];
  const output = pump(child.stdout, client.stdout);
  // As of a container runtime, the end of the input is not an end of file: that is a key (Ctrl-D).
  void pump(client.stdin, child.stdin, { end: false });
  client.signal.addEventListener('abort', hangUp);
  if (client.signal.aborted) hangUp();

  const known = await leader;
  if (known) {
    groups.push(holdGroup(place, known.pid));
    terminal.onResize(resizeTerminal(known.device));
  }
  const [code, signal] = await exited;
  await output;
  client.signal.removeEventListener('abort', hangUp);
  for (const group of groups) group.release();
  return exitCodeOf(code, signal);
}
