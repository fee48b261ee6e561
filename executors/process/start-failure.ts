import { statSync } from 'node:fs';
import { ExecutionFailure } from '../execution-failure.js';
import type { Interpreter } from '../interpreter.js';

/** @throws ExecutionFailure when a process cannot start in this directory: the error of the start itself names the interpreter only */
export function checkDirectory(directory: string): void {
  const stats = statSync(directory, { throwIfNoEntry: false });
  if (stats?.isDirectory()) return;
  const problem = stats === undefined ? 'does not exist' : 'is not a directory';
  throw new ExecutionFailure(`Cannot run in ${directory}: it ${problem}`, ['set workingDir to a directory'], 126);
}

/** Why a process did not start, in words; the error itself when it is another one. */
export function startFailure(
  error: NodeJS.ErrnoException,
  name: string,
  { program, path }: Pick<Interpreter, 'program'> & { readonly path?: string | undefined },
): Error {
  const options = { cause: error };
  if (!error.syscall?.startsWith('spawn')) return error;
  switch (error.code) {
    case 'ENOENT':
      return new ExecutionFailure(
        `Cannot run task ${name}: ${program} does not exist`,
        [
          path === undefined || program.includes('/')
            ? `install ${program}, or correct the first line of the script`
            : `the task sets PATH to ${JSON.stringify(path)}, where there is no ${program}; keep what PATH had, as in "dir:\${env:PATH}"`,
        ],
        127,
        options,
      );
    case 'EACCES':
      return new ExecutionFailure(
        `Cannot run task ${name}: ${program} is not executable`,
        [`make ${program} executable, or correct the first line of the script`],
        126,
        options,
      );
    case 'E2BIG':
      return new ExecutionFailure(
        `Cannot run task ${name}: its arguments and environment are larger than this system allows`,
        ['pass large values in a file'],
        126,
        options,
      );
    default:
      return new ExecutionFailure(`Cannot run task ${name}: ${error.message}`, [], 126, options);
  }
}
