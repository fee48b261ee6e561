import type { ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { createInterface } from 'node:readline';
import type { Readable } from 'node:stream';
import type { ClientTerminal, ProcessStreams, TerminalSize } from '../../pod-streams.js';
import { findProgram } from '../processes/find-program.js';
import { signalGroup } from '../processes/process-groups.js';
import {
  assertStartable,
  CannotStart,
  exitCodeOf,
  type ProcessSpec,
  spawnInGroup,
} from '../processes/spawn-in-group.js';
import { resizeTerminal } from '../terminal/resize-terminal.js';
import { terminalScript } from '../terminal/terminal-script.js';
import type { ExecPlace } from './exec-in-container.js';
import { holdGroup } from './hold-group.js';
import { pump } from './pump.js';

/**
 * Runs a command in a terminal of its own, which `script` of this machine makes. When the client goes away the
 * terminal ends, and the kernel says so to its processes (SIGHUP).
 *
 * @throws CannotStart
 */
export async function execWithTerminal(
  place: ExecPlace,
  spec: ProcessSpec,
  client: ProcessStreams,
  terminal: ClientTerminal,
): Promise<number> {
  const child = await openTerminal(place, spec, client, terminal.size);
  const exited = once(child, 'exit') as Promise<[number | null, NodeJS.Signals | null]>;
  const hangUp = () => void signalGroup(child.pid ?? 0, 'SIGKILL');
  const groups = [holdGroup(place, child.pid)];
  const output = pump(child.stdout, client.stdout);
  // As of a container runtime, the end of the input is not an end of file: that is a key (Ctrl-D).
  void pump(client.stdin, child.stdin, { end: false });
  client.signal.addEventListener('abort', hangUp);
  if (client.signal.aborted) hangUp();

  const leader = await leaderOf(child);
  if (leader) {
    groups.push(holdGroup(place, leader.pid));
    terminal.onResize(resizeTerminal(leader.device));
  }
  const [code, signal] = await exited;
  await output;
  client.signal.removeEventListener('abort', hangUp);
  for (const group of groups) group.release();
  return exitCodeOf(code, signal);
}

async function openTerminal(
  { node }: ExecPlace,
  spec: ProcessSpec,
  { stdout }: ProcessStreams,
  size: TerminalSize | undefined,
): Promise<ChildProcess> {
  assertStartable(spec);
  const { SHELL, ...env } = spec.env;
  const argv = [findScript(node.hostPath), '-qfec', terminalScript(spec.argv, SHELL, size), '/dev/null'];
  const stdio = ['pipe', stdout ? 'pipe' : 'ignore', 'ignore', 'pipe'] as const;
  return spawnInGroup({ ...spec, argv, env: { TERM: 'xterm', ...env } }, node.marker, stdio);
}

function findScript(path: string): string {
  try {
    return findProgram('script', path, '/');
  } catch (cause) {
    throw new CannotStart('a terminal needs the program script (of util-linux) on this machine', { cause });
  }
}

interface Leader {
  readonly pid: number;
  /** `/dev/pts/0` */
  readonly device: string;
}

/** The process that leads the terminal's session; undefined when it ended before it could say so. */
async function leaderOf(child: ChildProcess): Promise<Leader | undefined> {
  for await (const line of createInterface({ input: child.stdio[3] as Readable })) {
    const [pid, device = ''] = line.split(' ');
    return { pid: Number(pid), device };
  }
  return undefined;
}
