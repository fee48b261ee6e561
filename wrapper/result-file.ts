import { closeSync, constants, fstatSync, ftruncateSync, openSync, readSync, writeSync } from 'node:fs';
import type { OwnResult } from './result.js';

/** Of a longer file of the agent, only its size is of interest. */
const MOST_READ_BYTES = 64 * 1024;

/** What the agent wrote; undefined for nothing, or for something that is no regular file. Never throws. */
export function readOwnResult(path: string): OwnResult | undefined {
  return withRegularFile(path, constants.O_RDONLY, (file, size) => {
    const bytes = Buffer.alloc(Math.min(size, MOST_READ_BYTES));
    const read = readSync(file, bytes, 0, bytes.length, 0);
    return { text: bytes.toString('utf8', 0, read) };
  });
}

/** In place: the file is a mount, which no rename replaces. @returns whether it was written. Never throws. */
export function writeResult(path: string, text: string): boolean {
  const written = withRegularFile(path, constants.O_WRONLY | constants.O_CREAT, (file) => {
    ftruncateSync(file, 0);
    writeSync(file, text, 0);
    return true;
  });
  return written ?? false;
}

/** A link is not followed, a named pipe not waited for. */
function withRegularFile<Value>(
  path: string,
  flags: number,
  use: (file: number, size: number) => Value,
): Value | undefined {
  try {
    const file = openSync(path, flags | constants.O_NOFOLLOW | constants.O_NONBLOCK, 0o644);
    try {
      const stat = fstatSync(file);
      return stat.isFile() ? use(file, stat.size) : undefined;
    } finally {
      closeSync(file);
    }
  } catch {
    return undefined;
  }
}
