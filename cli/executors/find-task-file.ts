import { existsSync, readFileSync, type Stats, statSync } from 'node:fs';
import { dirname, join, relative, resolve } from 'node:path';
import { type Manifest, manifestOf } from '../../plan/manifest/yaml/manifest.js';
import { whyUnreadable } from '../../plan/text/why-unreadable.js';
import { UserError } from '../errors/user-error.js';

export const TASK_FILE = 'kubetask.yaml';

export interface FoundFile {
  /** Named as a person at `directory` names it. */
  readonly manifest: Manifest;
  /** The folder of the file, where logs and relative paths are; of a pipe, the directory of the person. Absolute. */
  readonly folder: string;
}

const example = [
  'write one, for example:',
  '  tasks:',
  '    hello:',
  '      script: echo hello',
  'docs/task-file.md lists its fields',
];

/**
 * The file that `-f` names, `-` for standard input; else the first `kubetask.yaml` from the directory upward.
 *
 * @throws UserError that says where it was looked for
 */
export function findTaskFile(directory: string, given?: string): FoundFile {
  if (given === '')
    throw new UserError("Cannot use -f '': the path is empty; give a task file, or - for standard input");
  if (given === '-') return { manifest: read(0, 'stdin'), folder: directory };
  const path = given === undefined ? upward(directory) : resolve(directory, given);
  if (given === undefined && dirname(path) !== directory) checkOwner(path, directory);
  const name = shownPath(path, directory);
  const stats = statSync(path, { throwIfNoEntry: false });
  if (stats) checkKind(stats, name, given !== undefined);
  // The folder of a pipe is one of the system's, where nothing can be written.
  return { manifest: read(path, name), folder: stats?.isFile() ? dirname(path) : directory };
}

/** Whether there is one, for commands that also work without. */
export function hasTaskFile(directory: string): boolean {
  return foldersUpward(directory).some((folder) => existsSync(join(folder, TASK_FILE)));
}

function upward(directory: string): string {
  const folders = foldersUpward(directory);
  const found = folders.map((folder) => join(folder, TASK_FILE)).find((path) => existsSync(path));
  if (found) return found;
  const near = folders.map((folder) => join(folder, 'kubetask.yml')).find((path) => existsSync(path));
  const last = folders.at(-1) ?? directory;
  const where = last === directory ? directory : `${directory} or the folders above it`;
  throw new UserError(
    `Cannot find ${TASK_FILE} in ${where}`,
    near === undefined ? example : [`${near} has another name: rename it, or use -f ${near}`],
  );
}

function foldersUpward(directory: string): string[] {
  const parent = dirname(directory);
  return parent === directory ? [directory] : [directory, ...foldersUpward(parent)];
}

/** A file in a shared folder, such as /tmp, would run the scripts of the user who wrote it. */
function checkOwner(path: string, directory: string): void {
  const owner = statSync(path).uid;
  if ([0, process.getuid?.() ?? owner, statSync(directory).uid].includes(owner)) return;
  throw new UserError(`Cannot use ${path}: it belongs to another user`, [`if you trust it, use -f ${path}`]);
}

/** To read a FIFO waits for its writer. Only `-f` may name one, such as `-f <(...)`. */
function checkKind(stats: Stats, name: string, isGiven: boolean): void {
  if (stats.isDirectory()) throw new UserError(`Cannot read ${name}: it is a directory; a task file is a file`);
  if (isGiven || stats.isFile()) return;
  throw new UserError(`Cannot read ${name}: it is not a regular file`, [`if you mean it, use -f ${name}`]);
}

function read(path: string | 0, name: string): Manifest {
  try {
    return manifestOf(name, readFileSync(path));
  } catch (cause) {
    throw new UserError(`Cannot read ${name}: ${whyUnreadable(cause)}`, [], { cause });
  }
}

/** Relative where that is shorter to read. */
function shownPath(path: string, directory: string): string {
  const below = relative(directory, path);
  return below.length < path.length ? below : path;
}
