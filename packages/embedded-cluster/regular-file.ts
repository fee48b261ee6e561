import {
  closeSync,
  constants,
  fstatSync,
  openSync,
  readSync,
  realpathSync,
  rmSync,
  type Stats,
  writeSync,
} from 'node:fs';
import { dirname } from 'node:path';

/** Programs of a container can put anything at a path that they may write: this names what was found there. */
export class NotARegularFile extends Error {
  override readonly name = 'NotARegularFile';

  constructor(path: string, found: string) {
    super(`${path} is ${found}; only a regular file is read`);
  }
}

/** The whole file would take more memory than its reader allows. */
export class FileTooLarge extends Error {
  override readonly name = 'FileTooLarge';

  constructor(path: string, size: number, mostBytes: number) {
    super(`${path} has ${size} bytes; at most ${mostBytes} are read`);
  }
}

/** Never waits for the other end of a pipe or for a device, and never follows a link at the path itself. */
export const readFlags = constants.O_RDONLY | constants.O_NONBLOCK | constants.O_NOFOLLOW;

/**
 * The bytes of a file that an untrusted program may have made.
 *
 * @throws NotARegularFile, FileTooLarge, or the system's error, such as ENOENT
 */
export function readRegularFile(path: string, mostBytes: number): Buffer {
  return withRegularFile(path, (file, size) => {
    if (size > mostBytes) throw new FileTooLarge(path, size, mostBytes);
    return readAt(file, size, 0);
  });
}

/** The last bytes of such a file. @throws as `readRegularFile`, apart from FileTooLarge */
export function readRegularTail(path: string, bytes: number): Buffer {
  return withRegularFile(path, (file, size) => {
    const length = Math.min(size, bytes);
    return readAt(file, length, size - length);
  });
}

/** Makes a new file at a path, whatever lay there before: nothing that was planted there is opened or followed. */
export function replaceFile(path: string, data: string | Uint8Array, mode = 0o666): void {
  rmSync(path, { recursive: true, force: true });
  const file = openSync(path, 'wx', mode);
  try {
    const bytes = Buffer.from(data);
    for (let written = 0; written < bytes.length; ) written += writeSync(file, bytes, written);
  } finally {
    closeSync(file);
  }
}

/** @throws NotARegularFile unless every folder of the path is one, and none a link. @param path a real path when it was made */
export function assertReal(path: string): void {
  const folder = dirname(path);
  const real = realpathSync(folder);
  if (real !== folder) throw new NotARegularFile(path, `reached by a link to ${real}`);
}

/** @throws NotARegularFile for anything else @returns what it is */
export function assertRegular(path: string, found: Stats): Stats {
  if (found.isFile()) return found;
  throw new NotARegularFile(path, kindOf(found));
}

/** The system's own error for a link at the path, put into words. */
export function linkError(path: string, error: unknown): unknown {
  return (error as NodeJS.ErrnoException).code === 'ELOOP' ? new NotARegularFile(path, 'a symbolic link') : error;
}

function withRegularFile<T>(path: string, use: (file: number, size: number) => T): T {
  const file = openToRead(path);
  try {
    return use(file, assertRegular(path, fstatSync(file)).size);
  } finally {
    closeSync(file);
  }
}

function openToRead(path: string): number {
  try {
    return openSync(path, readFlags);
  } catch (error) {
    // A socket cannot be opened at all.
    if ((error as NodeJS.ErrnoException).code === 'ENXIO') throw new NotARegularFile(path, 'a socket');
    throw linkError(path, error);
  }
}

function readAt(file: number, length: number, position: number): Buffer {
  const bytes = Buffer.alloc(length);
  let count = 0;
  for (let got = -1; count < length && got !== 0; count += got) {
    got = readSync(file, bytes, count, length - count, position + count);
  }
  return bytes.subarray(0, count);
}

function kindOf(found: Stats): string {
  if (found.isDirectory()) return 'a folder';
  if (found.isFIFO()) return 'a named pipe';
  return found.isSocket() ? 'a socket' : 'a device';
}
