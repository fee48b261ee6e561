import { type Clock, systemClock } from '../../packages/work-queue/clock.js';
import { ExecutionFailure } from '../execution-failure.js';
import type { Availability, Executable, Executor, Exit, Streams } from '../executor.js';
import { type Carrier, follow } from '../process/follow.js';
import { endProcesses, killProcesses, terminateProcesses } from '../process/process-group.js';
import { type Ran, type RunOptions, runProgram } from '../process/run-program.js';
import { endRemotely } from '../remote/end-remotely.js';
import { type RemoteCommand, remoteCommand, stagedCommand } from '../remote/remote-command.js';
import { stage } from '../remote/stage.js';
import { ask, type Compose, composeFailure, type EngineName, findCompose, type Project } from './engine.js';
import { isRunning } from './service-state.js';

export interface ContainerOptions extends Project {
  readonly service: string;
  /** @default the first of docker, podman and nerdctl that answers */
  readonly engine?: EngineName;
  /** When no container of the service runs: fail, or run the task in a new one that is removed afterwards. @default fail */
  readonly whenStopped?: 'fail' | 'run';
  /** Where compose looks for its file. @default the working directory of this process */
  readonly directory?: string;
  /** The environment of compose itself, not of the task. @default the one of this process */
  readonly env?: NodeJS.ProcessEnv;
  readonly clock?: Clock;
}

/** Runs tasks in a container of a Compose service, as the user and in the directory that the service names. */
export function container(options: ContainerOptions): Executor {
  return {
    name: 'container',
    availability: (signal) => availability(options, signal),
    execute: (executable, streams) => execute(executable, streams, options),
  };
}

async function availability(options: ContainerOptions, signal?: AbortSignal): Promise<Availability> {
  try {
    await checkService(await composeFor(options), options, runOptionsOf(options, signal));
    return { isAvailable: true };
  } catch (error) {
    if (!(error instanceof ExecutionFailure)) throw error;
    return { isAvailable: false, reason: error.message, hints: error.hints };
  }
}

const runOptionsOf = ({ env, directory }: ContainerOptions, signal?: AbortSignal): RunOptions => ({
  ...(env ? { env } : {}),
  ...(directory ? { directory } : {}),
  ...(signal ? { signal } : {}),
});

const composeFor = (options: ContainerOptions): Promise<Compose> =>
  findCompose(options, options.engine, runOptionsOf(options));

/** @throws ExecutionFailure when the compose file has no such service */
async function checkService(compose: Compose, { service }: ContainerOptions, options: RunOptions): Promise<void> {
  const services = (await ask(compose, ['config', '--services'], options)).split('\n').filter(Boolean).sort();
  if (services.includes(service)) return;
  throw new ExecutionFailure(`Cannot find service ${service} in the compose file`, [
    services.length > 0 ? `there are: ${services.join(', ')}` : 'it has no services',
  ]);
}

async function execute(executable: Executable, streams: Streams, options: ContainerOptions): Promise<Exit> {
  const { service, whenStopped = 'fail' } = options;
  const runOptions = runOptionsOf(options, streams.signal);
  const compose = await composeFor(options);
  await checkService(compose, options, runOptions);
  const state = await ask(compose, ['ps', '--all', '--format', 'json', service], runOptions);
  if (isRunning(state, service)) return execIn(compose, executable, streams, options);
  if (whenStopped === 'run') return runNew(compose, executable, streams, options);
  throw new ExecutionFailure(`Cannot run task ${executable.name}: service ${service} is not running`, [
    compose.text('up', '--detach', service),
  ]);
}

/** In the container that runs. A task does not end with the client of the engine that carries it. */
async function execIn(compose: Compose, executable: Executable, streams: Streams, options: ContainerOptions) {
  const { service, clock = systemClock } = options;
  const argvOf = (command: readonly string[]) => compose.argv('exec', '-T', service, ...command);
  const run = async (command: readonly string[], input = ''): Promise<Ran> => {
    const ran = await runProgram(argvOf(command), { ...runOptionsOf(options), input });
    if (ran === undefined) throw composeFailure(compose, ran);
    return ran;
  };
  const endInside = (endWith: RemoteCommand['endWith']): Inside => ({
    end: () => endRemotely(endWith, run, clock),
    kill: (pid) => {
      run(endWith('KILL')).catch(() => {});
      killProcesses(pid);
    },
  });
  if (streams.tty) {
    const { command, endWith } = await stage(stagedCommand(executable), run);
    const argv = compose.argv('exec', service, ...command);
    return follow(executable, carrierOf(argv, options, endInside(endWith), true), streams, clock);
  }
  const { command, endWith, preamble } = remoteCommand(executable);
  const carrier = carrierOf(argvOf(command), options, endInside(endWith));
  return follow(executable, { ...carrier, preamble }, streams, clock);
}

/** In a new container, which compose stops and removes when its client ends. */
function runNew(compose: Compose, executable: Executable, streams: Streams, options: ContainerOptions) {
  const { service, clock = systemClock } = options;
  if (streams.tty) {
    throw new ExecutionFailure(`Cannot give task ${executable.name} a terminal in a new container`, [
      `start the service first: ${compose.text('up', '--detach', service)}`,
    ]);
  }
  const { command, preamble } = remoteCommand(executable);
  const argv = compose.argv('run', '--rm', '--no-deps', '-T', service, ...command);
  return follow(
    executable,
    { ...carrierOf(argv, options, { end: async () => {}, kill: terminateProcesses }), preamble },
    streams,
    clock,
  );
}

/** How what the client started in a container ends. */
interface Inside {
  readonly end: () => Promise<void>;
  /** @param pid of the client. One of a new container is only asked: it removes the container, and nobody else does */
  readonly kill: (pid: number) => void;
}

/** The client of the engine, as a process of its own group: Ctrl-C in a terminal reaches us alone. */
function carrierOf(argv: readonly string[], options: ContainerOptions, inside: Inside, hasTerminal = false): Carrier {
  const { directory, env = process.env, clock = systemClock } = options;
  return {
    argv,
    ...(directory ? { directory } : {}),
    env,
    isDetached: !hasTerminal,
    end: async (pid) => {
      await inside.end();
      await endProcesses(pid, clock);
    },
    kill: inside.kill,
  };
}
