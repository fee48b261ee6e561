import { closeSync, constants, openSync, readlinkSync, renameSync, rmSync, symlinkSync, writeSync } from 'node:fs';
import { join, relative } from 'node:path';
import { makeHome } from '../../local/machine/places.js';
import { makeFolder } from './make-folder.js';
import { type RunFiles, removeOldRuns, runBeside, runFiles } from './old-runs.js';

/** The output of one run of a task. */
export interface TaskLog {
  /** As a person at `directory` names it: `<task>.log`, unless another run of the task was under way at the same time. */
  readonly path: () => string;
  /** Whether anything was written. */
  readonly isEmpty: () => boolean;
  /** Never throws. */
  readonly write: (chunk: Buffer) => void;
  /** @returns why something is missing; undefined when all could be written */
  readonly close: () => string | undefined;
}

/** Of one file. A run has two at most: when one is full, it takes the place of the one before. */
const mostBytes = 10 * 1024 * 1024;

/**
 * Opens a file of its own for a run, which its user alone can read, and makes `.kubetask/logs/<task>.log` a link to it: runs
 * at the same time do not share a file. The last three runs of a task are kept, those of the last ten minutes, and
 * all that still run.
 *
 * @param folder of the task file
 * @param directory where the person stands
 * @throws the error of the file system
 */
export function openLog(task: string, folder: string, directory: string): TaskLog {
  makeHome(folder);
  const logs = makeFolder(join(folder, '.kubetask', 'logs'));
  const runs = makeFolder(join(logs, 'runs'));
  // No name of a task has a plus.
  const name = task.replaceAll(':', '+');
  const files = runFiles(runs, name);
  const link = join(logs, `${name}.log`);
  pointTo(link, files);
  removeOldRuns(runs, name);
  const isBeside = runBeside(runs, name, files);
  const written = writer(files.path);
  return {
    path: () => {
      const isAlone = !isBeside && leadsTo(link, files) && !runBeside(runs, name, files);
      return relative(directory, isAlone ? link : files.path);
    },
    isEmpty: written.isEmpty,
    write: written.write,
    close: () => {
      rmSync(files.lock, { force: true });
      return written.close();
    },
  };
}

function writer(path: string) {
  let file = create(path);
  let bytes = 0;
  let isEmpty = true;
  let problem: string | undefined;
  const add = (chunk: Buffer) => {
    isEmpty = false;
    if (bytes > 0 && bytes + chunk.length > mostBytes) {
      closeSync(file);
      renameSync(path, `${path}.1`);
      file = create(path);
      bytes = 0;
    }
    bytes += chunk.length;
    for (let at = 0; at < chunk.length; ) at += writeSync(file, chunk, at);
  };
  return {
    isEmpty: () => isEmpty,
    write: (chunk: Buffer) => {
      try {
        if (problem === undefined) add(chunk);
      } catch (error) {
        problem = error instanceof Error ? error.message : String(error);
      }
    },
    close: () => {
      closeSync(file);
      return problem;
    },
  };
}

/** A new file; never the one that a link points to. */
const create = (path: string): number =>
  openSync(path, constants.O_WRONLY | constants.O_CREAT | constants.O_EXCL, 0o600);

/** In one step, whatever other runs do. Some file systems have no links: then the file alone has the output. */
function pointTo(link: string, { name }: RunFiles): void {
  const made = `${link}.${name}`;
  try {
    symlinkSync(join('runs', name), made);
    renameSync(made, link);
  } catch {
    rmSync(made, { force: true });
  }
}

function leadsTo(link: string, { name }: RunFiles): boolean {
  try {
    return readlinkSync(link) === join('runs', name);
  } catch {
    return false;
  }
}
