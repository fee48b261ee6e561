import { lstatSync, mkdirSync, realpathSync } from 'node:fs';
import { dirname, join, normalize, sep } from 'node:path';
import type { Container, VolumeMount } from '../../objects.js';
import type { VolumeFolders } from '../volumes/mount-volumes.js';
import type { Mount } from './container-root.js';
import { expandVariables } from './expand-variables.js';

/**
 * What a container's `volumeMounts` show, `subPath` and `subPathExpr` included. A sub-path that does not exist is made
 * as a folder, as Kubernetes does.
 *
 * @throws Error when a mount names no volume of the Pod or leaves its volume
 */
export function containerMounts(
  container: Container,
  folders: VolumeFolders,
  env: ReadonlyMap<string, string>,
): readonly Mount[] {
  return (container.volumeMounts ?? []).map((mount) => ({
    mountPath: mount.mountPath,
    source: sourceOf(mount, folders, env),
  }));
}

function sourceOf(mount: VolumeMount, folders: VolumeFolders, env: ReadonlyMap<string, string>): string {
  const folder = folders.get(mount.name);
  if (folder === undefined) throw new Error(`volume mount "${mount.name}" names no volume of the Pod`);
  const subPath = mount.subPathExpr === undefined ? mount.subPath : expandVariables(mount.subPathExpr, env);
  if (subPath === undefined || subPath === '') return folder;
  const source = join(folder, subPath);
  if (normalize(subPath).startsWith('..')) throw new Error(`subPath "${subPath}" must stay inside its volume`);
  assertStays(folder, source, mount);
  if (!lstatSync(source, { throwIfNoEntry: false })) mkdirSync(source, { recursive: true });
  return source.endsWith(sep) ? source.slice(0, -1) : source;
}

/** A link that a program has made in the volume leads nowhere else. @source kubernetes: doSafeMakeDir in k8s.io/mount-utils */
function assertStays(folder: string, source: string, { name, subPath = '' }: VolumeMount): void {
  const [root, real] = [realpathSync(folder), realpathOfExisting(source)];
  if (real === root || real.startsWith(root + sep)) return;
  throw new Error(
    `failed to prepare subPath for volumeMount "${name}": "${subPath}" leads out of its volume, to ${real}`,
  );
}

/** Where the path leads, as far as it exists. */
function realpathOfExisting(path: string): string {
  return lstatSync(path, { throwIfNoEntry: false }) ? realpathSync(path) : realpathOfExisting(dirname(path));
}
