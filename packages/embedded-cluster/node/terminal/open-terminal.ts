import type { ChildProcess } from 'node:child_process';
import { createInterface } from 'node:readline';
import type { Readable } from 'node:stream';
import type { TerminalSize } from '../../pod-streams.js';
import { findProgram } from '../processes/find-program.js';
import { assertStartable, CannotStart, type ProcessSpec, spawnInGroup } from '../processes/spawn-in-group.js';
import { scriptVariable, terminalScript } from './terminal-script.js';

export interface TerminalServices {
  /** From `findMarker`. */
  readonly marker: string | undefined;
  /** The `PATH` of this machine. */
  readonly hostPath: string;
}

export interface Terminal {
  /** `script`, which holds the other end; without it the terminal hangs up. Ends as the command ends. */
  readonly child: ChildProcess;
  /** The command, which leads a group and a session of its own; undefined when it ended before it could say so. */
  readonly leader: Promise<TerminalLeader | undefined>;
}

export interface TerminalLeader {
  readonly pid: number;
  /** `/dev/pts/0` */
  readonly device: string;
}

/**
 * Runs a command in a new terminal, which `script` of this machine makes.
 *
 * @throws CannotStart
 */
export async function openTerminal(
  spec: ProcessSpec,
  { marker, hostPath }: TerminalServices,
  { output = true, size }: { output?: boolean; size?: TerminalSize | undefined } = {},
): Promise<Terminal> {
  assertStartable(spec);
  const { SHELL, ...env } = spec.env;
  // In its arguments, who looks for a process by its command line would find `script`, too.
  const argv = [findScript(hostPath), '-qfec', `eval "$${scriptVariable}"`, '/dev/null'];
  const script = { [scriptVariable]: terminalScript(spec.argv, SHELL, size) };
  const stdio = ['pipe', output ? 'pipe' : 'ignore', 'ignore', 'pipe'] as const;
  const child = await spawnInGroup({ ...spec, argv, env: { TERM: 'xterm', ...env, ...script } }, marker, stdio);
  return { child, leader: readLeader(child) };
}

function findScript(path: string): string {
  try {
    return findProgram('script', path, '/');
  } catch (cause) {
    throw new CannotStart('a terminal needs the program script (of util-linux) on this machine', { cause });
  }
}

async function readLeader(child: ChildProcess): Promise<TerminalLeader | undefined> {
  for await (const line of createInterface({ input: child.stdio[3] as Readable })) {
    const [pid, device = ''] = line.split(' ');
    return { pid: Number(pid), device };
  }
  return undefined;
}
