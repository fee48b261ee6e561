import { chmodSync, mkdirSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import type { Pod, Volume } from '../../objects.js';
import { replaceFile } from '../../regular-file.js';
import { type References, UnresolvedReference } from '../container/container-env.js';
import type { ScratchPaths } from '../scratch/scratch.js';
import { type VolumeFile, volumeFiles } from './volume-files.js';

/** A volume that cannot be set up yet; the message is the kubelet's `MountVolume.SetUp failed for volume ...`. */
export class MountFailed extends Error {
  override readonly name = 'MountFailed';
}

/** Volume names to the folders (a `hostPath` may be a file) that hold them on this machine. */
export type VolumeFolders = ReadonlyMap<string, string>;

/**
 * Makes the folder of every volume of a Pod, with its files. A volume that is already made stays as it is, so that a
 * retry after a failure loses nothing.
 *
 * @throws MountFailed for the first volume that cannot be made
 */
export function mountVolumes(pod: Pod, scratch: ScratchPaths, references: References): VolumeFolders {
  const folders = new Map<string, string>();
  for (const volume of pod.spec.volumes ?? []) folders.set(volume.name, mountVolume(pod, volume, scratch, references));
  return folders;
}

function mountVolume(pod: Pod, volume: Volume, scratch: ScratchPaths, references: References): string {
  try {
    const folder = join(scratch.pods, pod.metadata.uid ?? '', 'volumes', volume.name);
    const files = volumeFiles(pod, volume, references);
    return files ? writeFiles(folder, files, groupMode(pod)) : folderOf(pod, volume, folder, scratch);
  } catch (cause) {
    const why = cause instanceof Error ? cause.message : String(cause);
    throw new MountFailed(`MountVolume.SetUp failed for volume "${volume.name}" : ${why}`, { cause });
  }
}

function folderOf(
  pod: Pod,
  { name, emptyDir, ephemeral, hostPath, persistentVolumeClaim }: Volume,
  folder: string,
  scratch: ScratchPaths,
) {
  if (emptyDir || ephemeral) return makeFolder(folder);
  if (hostPath) return checkHostPath(hostPath.path, hostPath.type ?? '');
  if (persistentVolumeClaim) {
    return makeFolder(join(scratch.claims, pod.metadata.namespace ?? '', persistentVolumeClaim.claimName));
  }
  throw new UnresolvedReference(`the embedded cluster has no volumes of the type that "${name}" asks for`);
}

function makeFolder(folder: string): string {
  mkdirSync(folder, { recursive: true });
  return folder;
}

/**
 * What `fsGroup` adds to the mode of each file: its group may read.
 *
 * @source kubernetes: roMask in pkg/volume/volume_linux.go
 */
const groupMode = ({ spec }: Pod): number => (spec.securityContext?.fsGroup === undefined ? 0 : 0o440);

/** The mount of such a volume is read-only, so nothing in it is writable, whatever its mode says. */
function writeFiles(folder: string, files: readonly VolumeFile[], group: number): string {
  rmSync(folder, { recursive: true, force: true });
  makeFolder(folder);
  for (const { path, data, mode } of files) {
    const target = join(folder, path);
    mkdirSync(dirname(target), { recursive: true });
    replaceFile(target, data);
    chmodSync(target, (mode | group) & ~0o222);
  }
  return folder;
}

/** @source kubernetes: pkg/volume/hostpath, validateHostPathType */
function checkHostPath(path: string, type: string): string {
  if (type === 'DirectoryOrCreate') return makeFolder(path);
  const found = statSync(path, { throwIfNoEntry: false });
  if (type === 'FileOrCreate' && !found) writeFileSync(path, '');
  if (type === 'Directory' && !found?.isDirectory()) {
    throw new Error(`hostPath type check failed: ${path} is not a directory`);
  }
  if (type === 'File' && !found?.isFile()) throw new Error(`hostPath type check failed: ${path} is not a file`);
  return path;
}
