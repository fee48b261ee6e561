import { checkExecution } from './check-execution.js';
import { ExecutionFailure } from './execution-failure.js';
import type { Executable, Executor, Exit, Streams } from './executor.js';
import { local } from './local/local.js';

export interface ExecuteOptions extends Streams {
  /** The executor of the task. @default `executors.local()` */
  readonly executor?: Executor;
}

/**
 * Runs a task to its end.
 *
 * @returns the exit code of the task
 * @throws ExecutionFailure when the task did not start, or its end is not known
 */
export async function execute(executable: Executable, options: ExecuteOptions): Promise<Exit> {
  checkExecution(executable, options);
  const { executor = local(), signal, kill, ...streams } = options;
  try {
    signal?.throwIfAborted();
    return await executor.execute(executable, { ...streams, ...own({ signal, kill }) });
  } catch (error) {
    if (isNullCharacter(error)) throw nullCharacter(executable.name, error);
    if (!signal?.aborted || error instanceof ExecutionFailure) throw error;
    throw new ExecutionFailure(`Task ${executable.name} was aborted before it started`, [], 125, { cause: error });
  }
}

/** Node.js starts no process whose script, arguments, environment or directory has one; no system could. */
const isNullCharacter = (error: unknown): error is NodeJS.ErrnoException =>
  (error as NodeJS.ErrnoException | undefined)?.code === 'ERR_INVALID_ARG_VALUE';

const nullCharacter = (name: string, cause: Error): ExecutionFailure =>
  new ExecutionFailure(
    `Cannot run task ${name}: its first line, arguments, environment or working directory contains a null character`,
    ['remove the null character (\\0)'],
    126,
    { cause },
  );

/** Signals of this task alone: with one for many tasks, Node would print a warning about too many listeners. */
function own({ signal, kill }: { readonly signal: AbortSignal | undefined; readonly kill: AbortSignal | undefined }) {
  return {
    ...(signal ? { signal: AbortSignal.any([signal]) } : {}),
    ...(kill ? { kill: AbortSignal.any([kill]) } : {}),
  };
}
