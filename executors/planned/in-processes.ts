import { mkdirSync, writeFileSync } from 'node:fs';
import { delimiter, join } from 'node:path';
import type { CommandForImage, PodProcess } from '../../packages/embedded-cluster/index.js';
import { ExecutionFailure } from '../execution-failure.js';
import type { Exit, Streams } from '../executor.js';
import { follow } from '../process/follow.js';
import { endProcesses, killProcesses } from '../process/process-group.js';
import { startFailure } from '../process/start-failure.js';
import { differencesOfProcesses } from './differences.js';
import type { LocalPlan } from './plan-local.js';
import type { PodPart, PodPlace } from './pod-place.js';

/** How the containers of a planned task run as processes of this machine. */
export interface ProcessesOptions {
  /** The command that stands for an image whose container names none. */
  readonly commandForImage?: CommandForImage;
  /** The shell of `--shell`. @default `SHELL` of this process, else sh */
  readonly shell?: string;
}

/** Runs the containers of a planned task as processes of this machine, with its programs, as the user of this process. */
export function inProcesses({
  commandForImage = () => undefined,
  shell = process.env['SHELL'] || '/bin/sh',
}: ProcessesOptions = {}): PodPlace {
  return {
    name: 'local',
    commandForImage,
    differences: differencesOfProcesses,
    check: async (plan) => refuseImages(plan, commandForImage),
    handBack: async () => {},
    ready: (part) => {
      const ready = prepare(part);
      return {
        run: (streams) => run(part, ready.argv, ready, streams),
        shell: (streams) => run(part, [shell], { ...ready, env: withAgent(part, ready) }, streams),
        message: ready.message,
      };
    },
  };
}

async function run(
  { plan, pod, container, clock }: PodPart,
  argv: readonly string[],
  { marked, env, cwd }: Pick<PodProcess, 'marked' | 'env' | 'cwd'>,
  streams: Streams,
): Promise<Exit> {
  // With the terminal it must stay in the group that the terminal belongs to.
  const isDetached = streams.tty === undefined;
  const idOf = (pid: number) => (isDetached ? -pid : pid);
  const end = async (pid: number) => {
    await endProcesses(idOf(pid), clock);
    pod.endEscaped();
  };
  const carrier = {
    argv: marked(argv),
    directory: cwd,
    env: { ...env },
    isDetached,
    end,
    kill: (pid: number) => killProcesses(idOf(pid)),
    endRest: end,
  };
  return follow({ name: `${plan.name}/${container}`, script: '' }, carrier, streams, clock).catch((error) => {
    throw startFailure(error, `${plan.name}/${container}`, { program: argv[0] ?? '' });
  });
}

/** @throws ExecutionFailure for an image without a command here, and for a program that is not installed */
function prepare({ pod, plan, container }: PodPart): PodProcess {
  try {
    return pod.process(container);
  } catch (error) {
    throw failureOf(error as NodeJS.ErrnoException, plan.name, container);
  }
}

/** Before anything is cloned. @throws ExecutionFailure for the first container without a command here */
function refuseImages({ name: task, pod: { spec } }: LocalPlan, commandForImage: CommandForImage): void {
  for (const { name, image = '', command = [], args = [] } of [...(spec.initContainers ?? []), ...spec.containers]) {
    if (command.length > 0 || commandForImage(image, args.length > 0)) continue;
    throw new ExecutionFailure(
      `${titleOf(task, name)}: images are not pulled on this machine, and no command replaces ${image}`,
      ['name one with --agent, for example --agent ./agent.sh; or run the image with -x container'],
    );
  }
}

const titleOf = (task: string, container: string): string => `Cannot run container ${container} of ${task}`;

function failureOf(error: NodeJS.ErrnoException, task: string, container: string): ExecutionFailure {
  const what = titleOf(task, container);
  const options = { cause: error };
  const program = /^cannot execute "(.*)"$/.exec(error.message)?.[1];
  if (program === undefined) return new ExecutionFailure(`${what}: ${error.message}`, [], 125, options);
  return error.code === 'EACCES'
    ? new ExecutionFailure(`${what}: ${program} is not executable`, [`make ${program} executable`], 126, options)
    : new ExecutionFailure(
        `${what}: ${program} does not exist on this machine`,
        [`install ${program}, or run the image with -x container`],
        127,
        options,
      );
}

/** The environment of a shell in which the word `agent` starts the agent. */
function withAgent({ pod }: PodPart, { argv, env }: PodProcess): Record<string, string> {
  const folder = join(pod.directory, 'bin');
  mkdirSync(folder, { recursive: true, mode: 0o700 });
  const words = argv.map((word) => `'${word.replaceAll("'", `'\\''`)}'`).join(' ');
  writeFileSync(join(folder, 'agent'), `#!/bin/sh\nexec ${words} "$@"\n`, { mode: 0o700 });
  return { ...env, PATH: `${folder}${delimiter}${env['PATH'] ?? ''}` };
}
