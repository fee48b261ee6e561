import { closeSync, constants, fstatSync, openSync, readdirSync, readFileSync, statSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { type Manifest, manifestOf } from '../../plan/manifest/yaml/manifest.js';
import { whyUnreadable } from '../../plan/text/why-unreadable.js';
import { UserError } from '../errors/user-error.js';

/**
 * The manifests that `-f` names: files, folders with `.yaml`, `.yml` and `.json` files at any depth, `-` for stdin.
 *
 * @param directory where relative paths begin
 * @throws UserError for what cannot be read, and for a folder without any
 */
export const readManifests = (paths: readonly string[], directory = '.'): Manifest[] =>
  paths.flatMap((path) => readPath(checkedPath(path), directory));

/** @throws UserError for an empty path, which would be the working directory */
function checkedPath(path: string): string {
  if (path !== '') return path;
  throw new UserError("Cannot use -f '': the path is empty; give a file, a folder, or - for standard input");
}

function readPath(path: string, directory: string): Manifest[] {
  try {
    if (path === '-') return [manifestOf('stdin', readFileSync(0))];
    const isFolder = statSync(resolve(directory, path)).isDirectory();
    if (!isFolder) return [manifestOf(path, readFileSync(resolve(directory, path)))];
    return filesIn(path, directory).map((file) => manifestOf(file, foundFile(resolve(directory, file))));
  } catch (cause) {
    if (cause instanceof UserError) throw cause;
    throw new UserError(`Cannot read ${path}: ${whyUnreadable(cause)}`, [], { cause });
  }
}

function filesIn(folder: string, directory: string): string[] {
  const files = namesIn(resolve(directory, folder));
  if (files.length === 0) throw new UserError(`Cannot read ${folder}: it contains no .yaml, .yml or .json file`);
  return files.sort().map((name) => join(folder, name));
}

/** At any depth. A link to a folder is not followed: two that lead upwards have no end. */
function namesIn(root: string, below = ''): string[] {
  return readdirSync(join(root, below), { withFileTypes: true }).flatMap((entry) => {
    const name = join(below, entry.name);
    if (entry.isDirectory()) return namesIn(root, name);
    return /\.(ya?ml|json)$/.test(name) && !statSync(join(root, name)).isDirectory() ? [name] : [];
  });
}

/** More is no manifest; a repository can hold a file of any size, and it compresses well. */
const mostBytes = 256 * 1024 * 1024;

/**
 * A file that nobody named: what lies in a folder may come from a repository. A link to a device would never end, and a pipe
 * would wait for its other end.
 */
function foundFile(path: string): Buffer {
  const file = openSync(path, constants.O_RDONLY | constants.O_NONBLOCK);
  try {
    const found = fstatSync(file);
    if (!found.isFile()) throw new UserError(`Cannot read ${path}: it is a pipe, a socket or a device; remove it`);
    if (found.size > mostBytes)
      throw new UserError(`Cannot read ${path}: it has ${found.size} bytes; at most ${mostBytes} are read`);
    return readFileSync(file);
  } finally {
    closeSync(file);
  }
}
