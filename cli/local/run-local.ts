import { join } from 'node:path';
import type { Param } from '../../api/generated/kinds.js';
import { Transport } from '../../packages/kubernetes-client/transport/transport.js';
import type { KubernetesObject } from '../../packages/kubernetes-conventions/kubernetes-object.js';
import { startStubModel } from '../../packages/stub-model/index.js';
import { Cluster } from '../cluster/cluster.js';
import { tellError } from '../errors/tell-error.js';
import { UserError } from '../errors/user-error.js';
import { type ExitCode, exitCodes } from '../exit-codes.js';
import type { Session } from '../session.js';
import { followAll } from './follow/follow-all.js';
import { absoluteCommand } from './input/agent-command.js';
import { loadFiles } from './input/load-files.js';
import { withStandIns } from './input/stand-ins.js';
import { refuseUnknownImages, refuseUnusedImages } from './input/unknown-images.js';
import { applyAll } from './machine/apply.js';
import { connectionTo } from './machine/connection-to.js';
import type { ImageCommands } from './machine/image-commands.js';
import { takeLock } from './machine/lock.js';
import { type Machine, startMachine } from './machine/machine.js';
import { makeHome, places } from './machine/places.js';
import { chosenPreset, stubMode } from './preset/chosen-preset.js';
import { withPreset } from './preset/with-preset.js';
import { skippedLines, startLines } from './report/start-lines.js';
import { tellEnd } from './report/tell-end.js';

export interface LocalOptions {
  readonly filename: readonly string[];
  /** Shell command that stands for every image without one of its own. */
  readonly agent?: string;
  /** Name of the agent preset that replaces the agents of the files. */
  readonly preset?: string;
  /** The mode of a stub that is the model of the preset; `true` for the usual one. */
  readonly stubModel?: string | true;
  /** Shell commands by image. */
  readonly image?: Readonly<Record<string, string>>;
  /** Values for the runs of templates that have none in the files. */
  readonly param?: readonly Param[];
  readonly maxPods?: number;
  readonly keep?: boolean;
  readonly namespace?: string;
  readonly context?: string;
  readonly kubeconfig?: string;
  readonly as?: string;
}

/**
 * Starts a cluster on this machine, applies the files, and follows what they run to its end. Leaves no process behind.
 * Errors in the options or files are printed here, since the bundle of this command has error classes of its own.
 */
export async function runLocal(session: Session, options: LocalOptions): Promise<ExitCode> {
  try {
    return await runFiles(session, options);
  } catch (error) {
    tellError(error, session.err, { context: 'local' });
    return exitCodes.failed;
  }
}

async function runFiles(session: Session, options: LocalOptions): Promise<ExitCode> {
  refuseClusterOptions(options);
  const loaded = loadFiles(options.filename, session.directory, options.param);
  return withChosenAgent(session, options, loaded, (objects) => runObjects(session, options, objects));
}

/** With the objects as the preset and the stub of its model change them; the stub ends with the run. */
async function withChosenAgent(
  session: Session,
  { preset: name, stubModel, namespace = 'default' }: LocalOptions,
  objects: readonly KubernetesObject[],
  run: (objects: readonly KubernetesObject[]) => Promise<ExitCode>,
): Promise<ExitCode> {
  if (name === undefined && stubModel === undefined) return run(objects);
  if (name === undefined) throw new UserError('Cannot use --stub-model: it is the model of a preset; add --preset');
  const preset = chosenPreset(name, process.env['PATH']);
  if (stubModel === undefined) return run(withPreset(objects, { preset }, namespace));
  const mode = stubMode(stubModel);
  const stub = await startStubModel();
  const stubUrl = `${stub.url}/${mode}`;
  session.err.line(`model     a stub at ${stubUrl}: it needs no key and costs nothing`);
  try {
    return await run(withPreset(objects, { preset, stubUrl }, namespace));
  } finally {
    await stub.close();
  }
}

async function runObjects(
  session: Session,
  options: LocalOptions,
  objects: readonly KubernetesObject[],
): Promise<ExitCode> {
  const { directory } = session;
  const commands = commandsOf(options, directory, absoluteCommand);
  refuseUnknownImages(objects, commands, join(directory, places.registry));
  refuseUnusedImages(objects, commands, options.keep);
  makeHome(directory);
  const release = takeLock(join(directory, places.lock));
  const interrupt = new AbortController();
  const abort = () => interrupt.abort();
  session.interrupt.addEventListener('abort', abort, { once: true });
  process.once('SIGTERM', abort);
  try {
    const machine = await startMachine({
      ...commands,
      directory,
      needsTekton: needsTekton(objects, options.keep),
      maxPods: options.maxPods,
    });
    try {
      const given = {
        commands: commandsOf(options, directory, shownCommand),
        hasStub: options.stubModel !== undefined,
      };
      const marked = withStandIns(objects, given);
      return await onMachine({ ...session, interrupt: interrupt.signal }, machine, marked, options);
    } finally {
      await machine.stop();
    }
  } catch (error) {
    if (interrupt.signal.aborted) return exitCodes.interrupted;
    throw error;
  } finally {
    process.off('SIGTERM', abort);
    release();
  }
}

async function onMachine(
  session: Session,
  machine: Machine,
  objects: readonly KubernetesObject[],
  { namespace = 'default', keep = false }: LocalOptions,
): Promise<ExitCode> {
  const { err, interrupt } = session;
  const connection = connectionTo(machine.server);
  const transport = new Transport(connection);
  const cluster = new Cluster(transport, connection.server, namespace, 'local');
  try {
    for (const line of startLines(objects, err.terminal.columns)) err.line(line);
    const { stored, skipped } = await applyAll(transport, objects, namespace);
    for (const line of skippedLines(skipped)) err.line(line);
    await machine.startReconcilers();
    const followed = await followAll(session, cluster, stored);
    const { isGood, staysUp } = await tellEnd(session, cluster, followed, keep);
    if (interrupt.aborted) {
      err.line('\ninterrupted: stopping everything');
      return exitCodes.interrupted;
    }
    if (staysUp) await aborted(interrupt);
    return isGood ? exitCodes.succeeded : exitCodes.failed;
  } finally {
    transport.close();
  }
}

/** The cluster is a new one: nothing of a kubeconfig is used. */
function refuseClusterOptions(options: LocalOptions): void {
  const given = (['context', 'kubeconfig', 'as'] as const).find((name) => options[name] !== undefined);
  if (given) throw new UserError(`Cannot use --${given}: kubectl task local starts its own cluster; remove the option`);
}

function commandsOf(
  { agent, image = {} }: LocalOptions,
  directory: string,
  of: (command: string, directory: string) => string,
): ImageCommands {
  const images = Object.fromEntries(Object.entries(image).map(([name, command]) => [name, of(command, directory)]));
  return { agent: agent === undefined ? undefined : of(agent, directory), images };
}

/** As people wrote it, and shorter. */
const shownCommand = (command: string, directory: string): string => command.replaceAll(`${directory}/`, './').trim();

/** Whether somebody will ask for Tekton: with the cluster left up, that may be anyone. */
const needsTekton = (objects: readonly KubernetesObject[], keep = false): boolean =>
  keep || objects.some(({ apiVersion, kind }) => kind === 'AgentBuild' || apiVersion.startsWith('tekton.dev/'));

const aborted = (signal: AbortSignal) =>
  new Promise<void>((resolve) => {
    if (signal.aborted) resolve();
    signal.addEventListener('abort', () => resolve(), { once: true });
  });
