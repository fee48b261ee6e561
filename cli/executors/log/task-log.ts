import { closeSync, constants, openSync, renameSync, rmSync, writeSync } from 'node:fs';
import { join, relative } from 'node:path';
import { makeHome } from '../../local/machine/places.js';
import { makeFolder } from './make-folder.js';

/** The last output of a task, of this run and of earlier ones. */
export interface TaskLog {
  /** As a person at `directory` names it. */
  readonly path: string;
  readonly write: (chunk: Buffer) => void;
  readonly close: () => void;
}

const mostBytes = 10 * 1024 * 1024;
/** `x.log`, and before it `x.log.1` and `x.log.2`. */
const kept = 2;

/**
 * Opens `.kubetask/logs/<task>.log`, which its user alone can read. A file that is full, and the one of an earlier run,
 * make room: three of 10 MiB at most are kept.
 *
 * @param folder of the task file
 * @param directory where the person stands
 * @throws the error of the file system
 */
export function openLog(task: string, folder: string, directory: string): TaskLog {
  makeHome(folder);
  const logs = makeFolder(join(folder, '.kubetask', 'logs'));
  const path = join(logs, `${task.replaceAll(':', '_')}.log`);
  let file = create(path);
  let bytes = 0;
  return {
    path: relative(directory, path),
    write: (chunk) => {
      if (bytes > 0 && bytes + chunk.length > mostBytes) {
        closeSync(file);
        file = create(path);
        bytes = 0;
      }
      bytes += chunk.length;
      for (let at = 0; at < chunk.length; ) at += writeSync(file, chunk, at);
    },
    close: () => closeSync(file),
  };
}

/** A new file; never the one that a link points to. */
function create(path: string): number {
  rmSync(`${path}.${kept}`, { force: true });
  for (let i = kept - 1; i >= 0; i -= 1) move(i === 0 ? path : `${path}.${i}`, `${path}.${i + 1}`);
  return openSync(path, constants.O_WRONLY | constants.O_CREAT | constants.O_EXCL, 0o600);
}

function move(from: string, to: string): void {
  try {
    renameSync(from, to);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'ENOENT') throw error;
  }
}
