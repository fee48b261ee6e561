import { rmSync } from 'node:fs';
import { resolve } from 'node:path';
import type { Writable } from 'node:stream';
import { ExecutionFailure } from '../../../executors/execution-failure.js';
import { inContainers } from '../../../executors/planned/in-containers.js';
import { inProcesses } from '../../../executors/planned/in-processes.js';
import type { LocalPlan } from '../../../executors/planned/plan-local.js';
import type { PodPlace } from '../../../executors/planned/pod-place.js';
import { resolveReferences } from '../../../executors/planned/references.js';
import { type PlannedExit, runPlanned } from '../../../executors/planned/run-planned.js';
import { sweepTemporaryFolders, temporaryPath } from '../../../executors/process/temporary-folder.js';
import type { KubernetesObject } from '../../../packages/kubernetes-conventions/kubernetes-object.js';
import { tellError } from '../../errors/tell-error.js';
import { UserError } from '../../errors/user-error.js';
import type { Ending } from '../../executors/ending.js';
import { tee } from '../../executors/log/tee.js';
import type { RunOptions } from '../../executors/run-options.js';
import { ended } from '../../executors/streams/ended.js';
import { lineStream } from '../../executors/streams/line-stream.js';
import { passThrough } from '../../executors/streams/pass-through.js';
import { personTerminal } from '../../executors/streams/person-terminal.js';
import { exitCodes } from '../../exit-codes.js';
import { formatted } from '../../output/print-object.js';
import { SourceMarks } from '../../output/source-marks.js';
import type { Session } from '../../session.js';
import { absoluteCommand } from '../input/agent-command.js';
import { commandFor } from '../machine/image-commands.js';
import { packageFiles } from '../machine/package-files.js';
import { places } from '../machine/places.js';
import { refuseUnusedImages } from './refuse-unused-images.js';
import { changeLines, differenceLines, endLine, resultLines } from './report.js';

/** A planned task, and how it is to be run. */
export interface PlannedHere {
  readonly plan: LocalPlan;
  /** ConfigMaps and Secrets among them. */
  readonly objects: readonly KubernetesObject[];
  /** As the person named it: `batch/update-deps`. */
  readonly of: string;
  readonly options: RunOptions;
  readonly ending: Ending;
}

/**
 * Runs the containers of a planned task, and shows what differs from the cluster before, and its result and changes after.
 * Errors in the options are printed here, since this bundle has error classes of its own.
 */
export async function runHere(session: Session, planned: PlannedHere): Promise<number> {
  // Made when an image is found in the local registry.
  const unpacked = temporaryPath();
  sweepTemporaryFolders();
  try {
    return await run(session, planned, placeOf(planned, session.directory, unpacked));
  } catch (error) {
    if (planned.ending.signal.aborted) {
      session.err.line(interrupted);
      return planned.ending.exitCode();
    }
    if (error instanceof ExecutionFailure) {
      tellFailure(session, error);
      return error.exitCode;
    }
    if (!(error instanceof UserError)) throw error;
    tellError(error, session.err, { context: '' });
    return exitCodes.failed;
  } finally {
    rmSync(unpacked, { recursive: true, force: true });
  }
}

const interrupted = '\ninterrupted: all its processes have ended, and its files are removed';

function tellFailure({ err }: Session, { message, hints }: ExecutionFailure): void {
  tellError(new UserError(message, hints), err, { context: '' });
}

function placeOf(
  { plan, options: { executor, agent, image = {} } }: PlannedHere,
  directory: string,
  unpacked: string,
): PodPlace {
  if (executor === 'container') {
    if (agent === undefined && Object.keys(image).length === 0) return inContainers();
    throw new UserError('Cannot use --agent or --image with -x container: the images themselves run; use -x local');
  }
  refuseUnusedImages(plan, image);
  const absolute = (command: string) => absoluteCommand(command, directory);
  const commands = {
    agent: agent === undefined ? undefined : absolute(agent),
    images: Object.fromEntries(Object.entries(image).map(([name, command]) => [name, absolute(command)])),
  };
  const registry = resolve(directory, places.registry);
  return inProcesses({ commandForImage: commandFor(commands, packageFiles(), { registry, unpacked }) });
}

async function run(session: Session, { plan, objects, of, options, ending }: PlannedHere, place: PodPlace) {
  const { err, streams, env } = session;
  const { shell = false, keep = false } = options;
  resolveReferences(plan, objects, env); // so that nothing is shown of a task that cannot run
  await place.check(plan, ending.signal);
  err.line(`${plan.name} of ${of} runs here (${place.name}). Differences from the cluster:`);
  for (const line of differenceLines(place.differences(plan), err.terminal)) err.line(line);
  err.line('');
  const terminal = shell ? personTerminal(streams) : undefined;
  const output = outputOf(session, options, terminal !== undefined);
  const takeBack = terminal ? session.interrupts.leaveToTask() : () => {};
  try {
    const exit = await runPlanned(plan, {
      ...{ place, objects, env, shell, keep, stdout: output.stdout, stderr: output.stderr },
      ...(shell ? { stdin: streams.stdin() } : {}),
      ...(terminal ? { tty: terminal } : {}),
      ...{ signal: ending.signal, kill: ending.kill },
      setup: setupOutput(session),
      onStart: (name) => {
        if (shell && plan.work.includes(name)) err.line(shellNote);
      },
    });
    await output.end();
    if (ending.signal.aborted) err.line(interrupted);
    else await tell(session, plan, exit, options);
    return exit.exitCode;
  } finally {
    takeBack();
  }
}

/** Where the agent writes. With `-o`, only the result is on stdout. */
function outputOf({ streams, out, err }: Session, { output }: RunOptions, hasTerminal: boolean) {
  if (hasTerminal) {
    return { stdout: streams.stdout as Writable, stderr: streams.stderr as Writable, end: async () => {} };
  }
  let isLineOpen = false;
  const noteEnd = (chunk: Buffer) => {
    isLineOpen = chunk.at(-1) !== newline;
  };
  const stderr = passThrough(streams.stderr, err);
  const stdout = tee(noteEnd, output ? passThrough(streams.stderr, err) : passThrough(streams.stdout, out));
  const end = async () => {
    await Promise.all([stdout, stderr].map(ended));
    if (isLineOpen && !output) out.line('');
  };
  return { stdout, stderr, end };
}

const newline = 0x0a;

const shellNote =
  'a shell instead of the agent, with its environment. The command agent starts the agent; exit ends the shell.';

/** What prepares the workspace writes to stderr, marked with the name of the container. */
function setupOutput({ err }: Session): (container: string) => Writable {
  const marks = new SourceMarks();
  return (name) => lineStream((line) => err.write(`${marks.mark(name, name, err.terminal)} ${line}\n`));
}

async function tell({ out, err }: Session, plan: LocalPlan, exit: PlannedExit, options: RunOptions): Promise<void> {
  const { output, shell = false } = options;
  if (output) return out.write(formatted({ name: plan.name, ...exit }, output));
  err.line(shell ? '' : `\n${endLine(plan, exit, err.terminal)}`);
  for (const line of resultLines(exit.outcome)) out.line(line);
  for (const line of changeLines(exit.changes, out.terminal)) out.line(line);
  if (exit.workspace) err.line(`workspace: ${exit.workspace}`);
}
