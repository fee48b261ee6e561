import {
  lstatSync,
  mkdtempSync,
  readFileSync,
  realpathSync,
  renameSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs';
import { basename, dirname, join } from 'node:path';
import { UserError } from '../errors/user-error.js';

/** Where a text can be written; a symbolic link leads to its file. @throws UserError */
export function writablePath(path: string): string {
  try {
    const file = lstatSync(path, { throwIfNoEntry: false })?.isSymbolicLink() ? realpathSync(path) : path;
    if (statSync(file, { throwIfNoEntry: false })?.isDirectory()) {
      throw new UserError(`Cannot write ${path}: it is a folder; give the path of a file`);
    }
    if (!statSync(dirname(file)).isDirectory())
      throw new UserError(`Cannot write ${path}: ${dirname(file)} is not a folder`);
    return file;
  } catch (error) {
    throw error instanceof UserError ? error : notWritable(path, error);
  }
}

/**
 * Replaces a file by a text, completely or not at all.
 *
 * @returns false if the file has this text already
 * @throws UserError
 */
export function replaceFile(path: string, text: string): boolean {
  const file = writablePath(path);
  if (textOf(file) === text) return false;
  try {
    const folder = mkdtempSync(join(dirname(file), '.fleet-'));
    try {
      const draft = join(folder, basename(file));
      const mode = statSync(file, { throwIfNoEntry: false })?.mode;
      writeFileSync(draft, text, mode === undefined ? {} : { mode: mode & 0o777 });
      renameSync(draft, file);
    } finally {
      rmSync(folder, { recursive: true, force: true });
    }
  } catch (error) {
    throw notWritable(path, error);
  }
  return true;
}

function textOf(file: string): string | undefined {
  try {
    return readFileSync(file, 'utf8');
  } catch {
    return undefined; // there is none yet, or writing says what is wrong with it
  }
}

const notWritable = (path: string, cause: unknown): UserError =>
  new UserError(`Cannot write ${path}: ${(cause as Error).message}`, [], { cause });
