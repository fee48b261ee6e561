import { closeSync, constants, fstatSync, ftruncateSync, openSync, readSync, writeSync } from 'node:fs';
import type { OwnResult } from './result.js';

/** Of a longer file of the agent, only its size is of interest. */
const MOST_READ_BYTES = 64 * 1024;

/** What the agent wrote; undefined for nothing, or for something that is no regular file. Never throws. */
export function readOwnResult(path: string): OwnResult | undefined {
  return withRegularFile(path, constants.O_RDONLY, (file, size) => {
    const bytes = Buffer.alloc(Math.min(size, MOST_READ_BYTES));
    const read = readSync(file, bytes, 0, bytes.length, 0);
    return { text: bytes.toString('utf8', 0, read), bytes: size };
  }).value;
}

/** In place: the file is a mount, which no rename replaces. @returns why it was not written. Never throws. */
export const writeResult = (path: string, text: string): string | undefined =>
  withRegularFile(path, constants.O_WRONLY | constants.O_CREAT, (file) => {
    ftruncateSync(file, 0);
    writeSync(file, text, 0);
  }).problem;

interface Used<Value> {
  readonly value?: Value;
  readonly problem?: string;
}

const notRegular = 'it is no regular file';

/** A link is not followed, a named pipe not waited for. */
function withRegularFile<Value>(path: string, flags: number, use: (file: number, size: number) => Value): Used<Value> {
  try {
    const file = openSync(path, flags | constants.O_NOFOLLOW | constants.O_NONBLOCK, 0o644);
    try {
      const stat = fstatSync(file);
      return stat.isFile() ? { value: use(file, stat.size) } : { problem: notRegular };
    } finally {
      closeSync(file);
    }
  } catch (error) {
    const { code = 'unknown' } = error as NodeJS.ErrnoException;
    // A link, a folder, a pipe that nobody reads.
    return { problem: ['ELOOP', 'EISDIR', 'ENXIO'].includes(code) ? notRegular : code };
  }
}
