import { resolve } from 'node:path';
import { type Clock, systemClock } from '../../packages/work-queue/clock.js';
import type { Executable, Executor, Exit, Streams } from '../executor.js';
import { interpreterOf } from '../interpreter.js';
import { fileFailure } from '../process/file-failure.js';
import { follow } from '../process/follow.js';
import { endProcesses, killProcesses } from '../process/process-group.js';
import { checkDirectory, startFailure } from '../process/start-failure.js';
import { sweepTemporaryFolders } from '../process/temporary-folder.js';
import { type ScriptFile, writeScript } from './script-file.js';

/** Options of tasks on this machine. */
export interface LocalOptions {
  /** The base environment of the task. @default the one of this process */
  readonly env?: NodeJS.ProcessEnv;
  /** Base of a relative `workingDir`. @default the working directory of this process */
  readonly directory?: string;
  readonly clock?: Clock;
}

/**
 * Runs tasks on this machine. Each task without a terminal has its own process group. The group ends with the task:
 * SIGTERM, then SIGKILL after ten seconds. A process can leave the group with `setsid` to continue after the task.
 */
export function local(options: LocalOptions = {}): Executor {
  let isSwept = false;
  return {
    name: 'local',
    availability: async () => ({ isAvailable: true }),
    execute: (executable, streams) => {
      if (!isSwept) sweepTemporaryFolders();
      isSwept = true;
      return run(executable, streams, options);
    },
  };
}

async function run(executable: Executable, streams: Streams, options: LocalOptions): Promise<Exit> {
  const { clock = systemClock, env = process.env } = options;
  const directory = resolve(options.directory ?? '.', executable.workingDir ?? '.');
  checkDirectory(directory);
  const interpreter = interpreterOf(executable.script);
  const script = writtenScript(executable);
  // With the terminal it must stay in the group that the terminal belongs to.
  const isDetached = streams.tty === undefined;
  const idOf = (pid: number) => (isDetached ? -pid : pid);
  const end = (pid: number) => endProcesses(idOf(pid), clock);
  const carrier = {
    argv: [interpreter.program, ...interpreter.args, script.path, ...(executable.args ?? [])],
    directory,
    env: { ...env, ...executable.env },
    isDetached,
    end,
    kill: (pid: number) => killProcesses(idOf(pid)),
    endRest: end,
  };
  try {
    return await follow(executable, carrier, streams, clock);
  } catch (error) {
    throw startFailure(error as NodeJS.ErrnoException, executable.name, {
      ...interpreter,
      path: executable.env?.['PATH'],
    });
  } finally {
    script.remove();
  }
}

function writtenScript({ name, script }: Executable): ScriptFile {
  try {
    return writeScript(name, script);
  } catch (error) {
    throw fileFailure(error, `Cannot run task ${name}`);
  }
}
