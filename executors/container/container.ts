import { type Clock, systemClock } from '../../packages/work-queue/clock.js';
import { checkOptions } from '../check-options.js';
import { ExecutionFailure } from '../execution-failure.js';
import type { Availability, Executable, Executor, Exit, Streams } from '../executor.js';
import type { RunOptions } from '../process/run-program.js';
import type { EngineName, Project } from './engine.js';
import { execInService } from './exec-in-service.js';
import { observeService } from './observe-service.js';
import { runNewContainer } from './run-new-container.js';

/** Which service a task runs in, and through which engine. */
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
  checkOptions('container', options, { texts: ['service'] });
  return {
    name: 'container',
    availability: (signal) => availability(options, signal),
    execute: (executable, streams) => execute(executable, streams, options),
  };
}

const runOptionsOf = ({ env, directory }: ContainerOptions, signal?: AbortSignal): RunOptions => ({
  env: { ...(env ?? process.env), PODMAN_COMPOSE_WARNING_LOGS: 'false' },
  ...(directory ? { directory } : {}),
  ...(signal ? { signal } : {}),
});

async function availability(options: ContainerOptions, signal?: AbortSignal): Promise<Availability> {
  try {
    await observeService(options, options.engine, runOptionsOf(options, signal));
    return { isAvailable: true };
  } catch (error) {
    if (!(error instanceof ExecutionFailure)) throw error;
    return { isAvailable: false, reason: error.message, hints: error.hints };
  }
}

async function execute(executable: Executable, streams: Streams, options: ContainerOptions): Promise<Exit> {
  const { service, whenStopped = 'fail', clock = systemClock } = options;
  const observed = await observeService(options, options.engine, runOptionsOf(options, streams.signal));
  const place = { compose: observed.compose, service, options: runOptionsOf(options), clock };
  if (observed.container) return execInService(place, observed.container, executable, streams);
  if (whenStopped === 'run') return runNewContainer(place, executable, streams);
  throw new ExecutionFailure(`Cannot run task ${executable.name}: service ${service} is not running`, [
    `start it: ${observed.compose.text('up', '--detach', service)}`,
  ]);
}
