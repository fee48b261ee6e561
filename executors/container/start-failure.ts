import { ExecutionFailure } from '../execution-failure.js';
import type { Executable, Exit, Streams } from '../executor.js';
import { lastLine } from './compose-failure.js';

/** Whether the task itself ran, or was ended before it could. */
export const hasStarted = (notStarted: string | undefined, exit: Exit, { signal }: Streams): boolean =>
  notStarted === undefined || exit.exitCode === 124 || signal?.aborted === true;

const noShell = /executable file .*not found/i;

/** Why the shell of a task did not start in a container, and what to do. Pure. */
export function startFailure({ name }: Executable, service: string, said = '', exitCode = 125): ExecutionFailure {
  // Docker writes the words of the runtime to standard output.
  if (noShell.test(said) || exitCode === 126 || exitCode === 127) {
    return new ExecutionFailure(
      `Cannot run task ${name}: the image of service ${service} has no shell (sh)`,
      ['use an image that has one, or run the task in another place'],
      127,
    );
  }
  return new ExecutionFailure(
    `Cannot run task ${name} in service ${service}: ${lastLine(said) || `exit code ${exitCode}`}`,
  );
}
