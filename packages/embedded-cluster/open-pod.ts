import { mkdirSync, readdirSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import type { CommandForImage } from './node/container/container-command.js';
import { containerEnv, type References } from './node/container/container-env.js';
import { containerMounts } from './node/container/container-mounts.js';
import { expandVariables } from './node/container/expand-variables.js';
import { containerDirectory, prepareContainer } from './node/container/prepare-container.js';
import { readTerminationMessage } from './node/container/termination-message.js';
import { killEscapedProcesses } from './node/processes/escaped-processes.js';
import { findProgram } from './node/processes/find-program.js';
import { choosePodMark, findMarker, withMark } from './node/processes/pod-mark.js';
import { startReaper } from './node/processes/reaper.js';
import { removeTree } from './node/scratch/remove-tree.js';
import { createScratch, type ScratchPaths } from './node/scratch/scratch.js';
import { claimScratch, releaseScratch, sweepStaleScratch } from './node/scratch/scratch-owner.js';
import { mountVolumes, type VolumeFolders } from './node/volumes/mount-volumes.js';
import { mountsOfSecrets, spentSecretVolumes } from './node/volumes/spent-secrets.js';
import type { Container, Pod } from './objects.js';
import { replaceFile } from './regular-file.js';

/** A Pod, and the objects that its volumes and its environment refer to. */
export interface OpenPodOptions {
  /** Its `uid`, or else its name, names its folder. */
  readonly pod: Pod;
  readonly references: References;
  /** The command that stands for an image whose container names none. @default none: such a container cannot be a process */
  readonly commandForImage?: CommandForImage;
}

/** A container as a process of this machine: its paths are folders here. */
export interface PodProcess {
  readonly argv: readonly string[];
  /** The command that starts another one, so that its processes are known wherever they go. */
  readonly marked: (argv: readonly string[]) => readonly string[];
  readonly env: Readonly<Record<string, string>>;
  readonly cwd: string;
  /** What the container has left as its termination message so far; at most 4096 bytes. */
  readonly message: () => string;
}

/** A folder or file of this machine, and where a container sees it. */
export interface PodMount {
  readonly source: string;
  readonly mountPath: string;
  readonly readOnly: boolean;
}

/** A container as an engine runs it: its paths are its own, variables are expanded. */
export interface PodContainer {
  readonly container: Container;
  readonly command: readonly string[];
  readonly args: readonly string[];
  readonly env: ReadonlyMap<string, string>;
  readonly mounts: readonly PodMount[];
  readonly message: () => string;
}

/** A Pod without an API server or a kubelet: its volumes are folders, and a container starts when the caller starts it. */
export interface OpenPod {
  /** Its own folder, for the caller's files about it; removed by `close`. */
  readonly directory: string;
  /** Folders by the names of the volumes. */
  readonly volumes: VolumeFolders;
  /** @throws ImageNotMapped, UnresolvedReference, Error with the code ENOENT or EACCES for a program that cannot run */
  process(container: string): PodProcess;
  /** @throws UnresolvedReference */
  container(container: string): PodContainer;
  /** Ends processes that have left the process group of their container. */
  endEscaped(): void;
  /** Removes text of Secrets that no container needs any more. @param ended all containers that have ended */
  forgetSecrets(ended: ReadonlySet<string>): Promise<void>;
  /** Ends escaped processes and removes everything but the volumes in `keep`. Safe to call twice. */
  close(keep?: readonly string[]): Promise<void>;
}

const defaultMessagePath = '/dev/termination-log';

/**
 * Makes the volumes of a Pod on this machine, and prepares its containers to run one by one, without a cluster. If this
 * process dies without `close`, its files and processes are removed.
 *
 * @throws MountFailed when a ConfigMap or Secret of a volume is missing
 */
export async function openPod({
  pod: given,
  references,
  commandForImage = () => undefined,
}: OpenPodOptions): Promise<OpenPod> {
  await sweepStaleScratch();
  const pod: Pod = { ...given, metadata: { ...given.metadata, uid: given.metadata.uid ?? given.metadata.name } };
  const scratch = createScratch();
  claimScratch(scratch);
  const reaper = startReaper(scratch);
  const hostPath = process.env.PATH ?? '/usr/bin:/bin';
  const marker = findMarker(hostPath);
  const mark = choosePodMark();
  const directory = join(scratch.pods, pod.metadata.uid ?? '');
  const endEscaped = () => killEscapedProcesses(directory, mark);
  const close = async (keep: readonly string[] = []) => {
    endEscaped();
    await removeAll(pod, scratch, volumes, keep);
    reaper.dismiss();
  };
  let volumes: VolumeFolders = new Map();
  try {
    volumes = mountVolumes(pod, scratch, references);
  } catch (error) {
    await close();
    throw error;
  }
  const find = (name: string) => containerOf(pod, name);
  return {
    directory,
    volumes,
    endEscaped,
    close,
    process: (name) => {
      const { terminationMessage, ...prepared } = prepareContainer({
        pod,
        container: find(name),
        folders: volumes,
        scratch,
        references,
        commandForImage,
        hostPath,
      });
      findProgram(prepared.argv[0] ?? '', prepared.env.PATH ?? '', prepared.cwd);
      const message = () => readTerminationMessage(terminationMessage.file, terminationMessage.path);
      const marked = (argv: readonly string[]) => (marker === undefined ? argv : withMark(marker, mark, argv));
      return { ...prepared, marked, message };
    },
    container: (name) => describe(pod, find(name), volumes, scratch, references),
    forgetSecrets: async (ended) => {
      for (const name of spentSecretVolumes(pod, ended)) await removeTree(volumes.get(name) ?? '');
    },
  };
}

function containerOf({ spec: { initContainers = [], containers } }: Pod, name: string): Container {
  const found = [...initContainers, ...containers].find((container) => container.name === name);
  if (!found) throw new Error(`Cannot find container ${name} in the Pod`);
  return found;
}

function describe(
  pod: Pod,
  container: Container,
  volumes: VolumeFolders,
  scratch: ScratchPaths,
  references: References,
): PodContainer {
  const env = containerEnv(pod, container, references);
  const messagePath = container.terminationMessagePath || defaultMessagePath;
  const directory = containerDirectory(scratch, pod, container);
  const file = join(directory, 'termination-message');
  mkdirSync(directory, { recursive: true });
  replaceFile(file, '');
  const readOnly = new Map((container.volumeMounts ?? []).map((mount) => [mount.mountPath, mount.readOnly ?? false]));
  const expand = (text: string) => expandVariables(text, env);
  return {
    container,
    command: (container.command ?? []).map(expand),
    args: (container.args ?? []).map(expand),
    env,
    mounts: [
      ...containerMounts(container, volumes, env).map((mount) => ({
        ...mount,
        readOnly: readOnly.get(mount.mountPath) ?? false,
      })),
      { source: file, mountPath: messagePath, readOnly: false },
    ],
    message: () => readTerminationMessage(file, messagePath),
  };
}

/** What stays is nobody's any more: no later start sweeps it, and no text of a Secret is in it. */
async function removeAll(
  pod: Pod,
  scratch: ScratchPaths,
  volumes: VolumeFolders,
  keep: readonly string[],
): Promise<void> {
  const kept = keep.filter((name) => volumes.has(name));
  if (kept.length === 0) return removeTree(scratch.root);
  releaseScratch(scratch);
  const directory = join(scratch.pods, pod.metadata.uid ?? '');
  const others = readdirSync(directory).filter((name) => name !== 'volumes');
  for (const path of [...others.map((name) => join(directory, name)), scratch.claims, scratch.processGroups])
    await removeTree(path);
  for (const [name, folder] of volumes) if (!kept.includes(name)) await removeTree(folder);
  for (const { volume, path } of mountsOfSecrets(pod)) rmSync(join(volumes.get(volume) ?? '', path), { force: true });
}
