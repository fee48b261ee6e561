import { randomBytes } from 'node:crypto';
import { chmodSync, mkdirSync, readdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { Transform } from 'node:stream';
import type { OpenPod, PodContainer, Volume } from '../../packages/embedded-cluster/index.js';
import { SHELL_BIN_DIR } from '../../plan/pod/paths.js';
import type { EngineName } from '../container/engine.js';
import { killContainer } from '../container/kill-container.js';
import { ExecutionFailure } from '../execution-failure.js';
import type { Exit, Streams } from '../executor.js';
import { follow } from '../process/follow.js';
import { endProcesses, terminateProcesses } from '../process/process-group.js';
import { type RunOptions, runProgram } from '../process/run-program.js';
import { startFailure } from '../process/start-failure.js';
import { commandText, hasReferences } from './container-command.js';
import { differencesOfContainers } from './differences.js';
import { type Engine, findEngine } from './find-engine.js';
import type { PodPart, PodPlace } from './pod-place.js';
import { runArguments } from './run-arguments.js';

/** The engine that runs the containers of a planned task. */
export interface ContainersOptions {
  /** @default the first of docker, podman and nerdctl that answers */
  readonly engine?: EngineName;
  /** The environment of the engine's client, not of the task. @default the one of this process */
  readonly env?: NodeJS.ProcessEnv;
}

/** Seconds between SIGTERM and SIGKILL. */
const GRACE = 10;

/** Runs the containers of a planned task in a container engine, one after the other; its volumes are folders here. */
export function inContainers({ engine: wanted, env = process.env }: ContainersOptions = {}): PodPlace {
  let found: Engine = { name: wanted ?? 'docker', program: wanted ?? 'docker' };
  return {
    name: 'container',
    differences: (plan) => differencesOfContainers(plan, found.name),
    check: async (_, signal) => {
      found = await findEngine(wanted, { env, ...(signal ? { signal } : {}) });
    },
    ready: (part) => {
      const container = part.pod.container(part.container);
      openFolders(part, container);
      return {
        run: (streams) => run(part, container, streams, found, env),
        shell: async (streams) => run(part, await asShell(part, container, found, env), streams, found, env),
        message: container.message,
      };
    },
    handBack: (part) => handBack(part, found, env),
  };
}

/** The same container with a shell in place of its command, which the word `agent` starts. */
async function asShell(
  { pod }: PodPart,
  container: PodContainer,
  engine: Engine,
  env: NodeJS.ProcessEnv,
): Promise<PodContainer> {
  const folder = join(pod.directory, 'bin');
  mkdirSync(folder, { recursive: true });
  const text = await commandText(container, engine, { env });
  const start = text === undefined ? 'echo "the command of the image is not known" >&2; exit 127' : `exec ${text} "$@"`;
  writeFileSync(join(folder, 'agent'), `#!/bin/sh\n${start}\n`);
  setMode(folder, 0o755);
  setMode(join(folder, 'agent'), 0o755);
  const command = ['/bin/sh', '-c', `PATH=${SHELL_BIN_DIR}:$PATH; export PATH; exec /bin/sh`];
  return {
    ...container,
    container: { ...container.container, command, args: [] },
    ...{ command, args: [] },
    mounts: [...container.mounts, { source: folder, mountPath: SHELL_BIN_DIR, readOnly: true }],
  };
}

/** The user of a container is not the one of this process. The scratch folder itself is closed to everybody else. */
function openFolders({ plan, pod }: PodPart, { container, mounts }: PodContainer): void {
  const mounted = new Set((container.volumeMounts ?? []).map(({ name }) => name));
  const isFolder = ({ emptyDir, ephemeral }: Volume) => emptyDir !== undefined || ephemeral !== undefined;
  for (const volume of (plan.pod.spec.volumes ?? []).filter(({ name }) => mounted.has(name))) {
    const folder = pod.volumes.get(volume.name) ?? '';
    if (isFolder(volume)) setMode(folder, volume.name === 'tmp' ? 0o1777 : 0o777);
    else openTree(folder);
  }
  for (const { source } of mounts) if (source.endsWith('/termination-message')) setMode(source, 0o666);
}

/** Secrets and ConfigMaps: a cluster makes them readable by `fsGroup`. */
function openTree(folder: string): void {
  setMode(folder, 0o755);
  for (const entry of readdirSync(folder, { withFileTypes: true, recursive: true })) {
    if (!entry.isSymbolicLink()) setMode(join(entry.parentPath, entry.name), entry.isDirectory() ? 0o755 : 0o444);
  }
}

/** What a container has made already belongs to its user, who may do as he likes. */
function setMode(path: string, mode: number): void {
  try {
    chmodSync(path, mode);
  } catch (error) {
    if (!['EPERM', 'ENOENT'].includes((error as NodeJS.ErrnoException).code ?? '')) throw error;
  }
}

/** To pull the image of a command may take long: it ends with the task. */
async function run(
  part: PodPart,
  container: PodContainer,
  streams: Streams,
  engine: Engine,
  env: NodeJS.ProcessEnv,
): Promise<Exit> {
  const { signal } = streams;
  const shellText = await lateText(part.plan.name, container, engine, { env, ...(signal ? { signal } : {}) }).catch(
    (error: unknown) => {
      if (!signal?.aborted) throw error;
      return undefined;
    },
  );
  return signal?.aborted
    ? { exitCode: 143, signal: 'SIGTERM', durationMs: 0 }
    : runContainer(part, container, streams, { engine, env, shellText });
}

interface Start {
  readonly engine: Engine;
  readonly env: NodeJS.ProcessEnv;
  readonly shellText: string | undefined;
}

async function runContainer(
  { plan, pod, container: name, clock }: PodPart,
  container: PodContainer,
  streams: Streams,
  { engine, env, shellText }: Start,
): Promise<Exit> {
  const label = `kubetask-${plan.name.slice(0, 40)}-${name}-${randomBytes(4).toString('hex')}`;
  const folder = join(pod.directory, 'env');
  mkdirSync(folder, { recursive: true, mode: 0o700 });
  const { args, envFile, inherited } = runArguments(plan, container, {
    name: label,
    envFile: join(folder, name),
    hasTerminal: streams.tty !== undefined,
    hasInput: streams.stdin !== undefined || streams.tty !== undefined,
    shellText,
  });
  writeFileSync(join(folder, name), envFile, { mode: 0o600 });
  const removal = [engine.program, 'rm', '--force', label];
  const isDetached = streams.tty === undefined;
  const end = async (pid: number) => {
    await runProgram([engine.program, 'stop', '-t', String(GRACE), label], { env });
    await endProcesses(isDetached ? -pid : pid, clock);
    await runProgram(removal, { env });
  };
  const kill = (pid: number) => {
    runProgram(killContainer(engine.program, label), { env }).catch(() => {});
    terminateProcesses(pid);
  };
  const said = new LastWords();
  if (!streams.tty) said.pipe(streams.stderr, { end: false });
  const carrier = {
    ...{ argv: [engine.program, 'run', ...args], env: { ...env, ...inherited }, isDetached, end, kill },
    afterDeath: { argv: killContainer(engine.program, label), env },
  };
  const exit = await follow(
    { name: `${plan.name}/${name}`, script: '' },
    carrier,
    streams.tty ? streams : { ...streams, stderr: said },
    clock,
  ).catch((error) => {
    throw startFailure(error, `${plan.name}/${name}`, engine);
  });
  refuseUnstarted(exit, said.text, plan.name, name, engine);
  return exit;
}

/** A shell in the container puts in the values of variables, which would else be in the process list of this machine. */
async function lateText(task: string, container: PodContainer, engine: Engine, options: RunOptions) {
  if (!hasReferences(container)) return undefined;
  const text = await commandText(container, engine, options);
  if (text !== undefined) return text;
  const { name, image } = container.container;
  throw new ExecutionFailure(
    `Cannot run container ${name} of ${task}: its arguments refer to variables, and the command of image ${image} is not known`,
    [`pull the image: ${engine.name} pull ${image}`, 'or name the command in the WorkspaceConfig or the step'],
  );
}

/** The engine has exit codes of its own, which a task may have, too: its own words tell them apart. */
function refuseUnstarted({ exitCode }: Exit, said: string, task: string, container: string, { name }: Engine): void {
  if (exitCode !== 125 && exitCode !== 126 && exitCode !== 127) return;
  const words = said
    .trim()
    .split('\n')
    .find((line) => new RegExp(`^(${name}|Error|time=.*level=(error|fatal)).*?: `).test(line));
  if (words === undefined) return;
  const what = words.replace(/^(docker|Error): /, '').replace(/\s+$/, '');
  throw new ExecutionFailure(`Cannot run container ${container} of ${task}: ${what}`, [], exitCode);
}

const mostBytes = 8 * 1024;

/** Passes everything on, and remembers the end of it. */
class LastWords extends Transform {
  private last = Buffer.alloc(0);

  override _transform(chunk: Buffer, _encoding: BufferEncoding, done: (error: null, chunk: Buffer) => void): void {
    this.last = Buffer.concat([this.last, chunk]).subarray(-mostBytes);
    done(null, chunk);
  }

  get text(): string {
    return this.last.toString();
  }
}

/** The owner of the folder, as the container sees it, is this user, also where the engine maps users. */
const ownAgain = 'set -- $(ls -nd /kubetask-volumes); chown -R "$3:$4" /kubetask-volumes';

/** Files that belong to the user of a container could neither be compared nor removed. */
async function handBack({ plan, pod }: PodPart, { program }: Engine, env: NodeJS.ProcessEnv): Promise<void> {
  const volumes = foldersOf(pod);
  if (process.getuid?.() === 0 || volumes === undefined) return;
  const { initContainers = [], containers } = plan.pod.spec;
  const image = [...initContainers, ...containers].find(({ command = [] }) => command[0] === '/bin/sh')?.image;
  const argv = ['run', '--rm', '--user', '0:0', '--network', 'none', '--volume', `${volumes}:/kubetask-volumes`];
  await runProgram([program, ...argv, '--entrypoint', '/bin/sh', image ?? containers[0]?.image ?? '', '-c', ownAgain], {
    env,
  });
}

const foldersOf = ({ volumes, directory }: OpenPod): string | undefined =>
  volumes.size > 0 ? join(directory, 'volumes') : undefined;
