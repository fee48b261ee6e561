import {
  linkSync,
  lstatSync,
  mkdirSync,
  readlinkSync,
  realpathSync,
  renameSync,
  rmSync,
  statSync,
  symlinkSync,
} from 'node:fs';
import { basename, join, normalize, sep } from 'node:path';
import type { PathMapping } from './path-map.js';

/** What a container sees at `mountPath`: an existing folder or file of this machine. */
export interface Mount {
  readonly mountPath: string;
  readonly source: string;
}

/**
 * Builds the private root folder of a container again and puts every mount into it, outer ones first, so that a mount may
 * lie inside another. A folder is a symbolic link to its source; a file is the same file (a hard link), since tools
 * treat links differently: git would commit one as a link.
 *
 * @param directory the container's own folder; everything that must be moved out of a mount's way stays inside it
 * @returns one mapping per mount, in no order, to the place where the process finds it
 * @throws Error when a mount would cover something outside the scratch folder
 */
export function buildContainerRoot(
  directory: string,
  scratchRoot: string,
  mounts: readonly Mount[],
): readonly PathMapping[] {
  const root = join(directory, 'root');
  rmSync(root, { recursive: true, force: true });
  mkdirSync(root, { recursive: true });
  const outerFirst = mounts.toSorted((a, b) => depth(a.mountPath) - depth(b.mountPath));
  return outerFirst.map(({ mountPath, source }) => {
    const place = placeOf(root, scratchRoot, mountPath);
    if (!isInPlace(place, source)) {
      setAside(place, directory);
      put(place, source);
    }
    return { path: stripSlash(mountPath), target: statSync(place).isDirectory() ? realpathSync(place) : place };
  });
}

/**
 * The real path for `mountPath`, with its parent folders made. A parent may be a link into another mount, and a repository may
 * have brought it, so where each leads is checked before anything is made there.
 */
function placeOf(root: string, scratchRoot: string, mountPath: string): string {
  const parts = normalize(mountPath).split(sep).filter(Boolean);
  let folder = root;
  for (const part of parts.slice(0, -1)) {
    mkdirSync(join(folder, part), { recursive: true });
    folder = realpathSync(join(folder, part));
    assertInside(scratchRoot, folder, mountPath);
  }
  return join(folder, parts.at(-1) ?? '');
}

function put(place: string, source: string): void {
  try {
    linkSync(source, place);
  } catch {
    symlinkSync(source, place); // a folder, or a file of another file system
  }
}

/** True after a restart, or when a sibling container has put the same mount into a shared volume. */
function isInPlace(place: string, source: string): boolean {
  const found = lstatSync(place, { throwIfNoEntry: false });
  if (found?.isSymbolicLink()) return readlinkSync(place) === source;
  const wanted = statSync(source);
  return found !== undefined && found.ino === wanted.ino && found.dev === wanted.dev;
}

/** A mount hides what lay there; here it has to move. */
function setAside(place: string, directory: string): void {
  if (!lstatSync(place, { throwIfNoEntry: false })) return;
  const shadowed = join(directory, 'shadowed');
  rmSync(shadowed, { recursive: true, force: true });
  mkdirSync(shadowed);
  renameSync(place, join(shadowed, basename(place)));
}

/** A `hostPath` is the user's own, and a link may lead anywhere: nothing is put there, least of all moved out of it. */
function assertInside(scratchRoot: string, place: string, mountPath: string): void {
  if (place.startsWith(scratchRoot + sep)) return;
  const why =
    'it lies inside a hostPath volume or behind a link that leaves the workspace, and the embedded cluster changes nothing there';
  throw new Error(`Cannot mount ${mountPath}: ${why}`);
}

function depth(path: string): number {
  return stripSlash(path).split('/').length;
}

function stripSlash(path: string): string {
  return path.length > 1 && path.endsWith('/') ? path.slice(0, -1) : path;
}
