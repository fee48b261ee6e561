import { executionOrder } from '../../plan/task-file/order.js';
import type { ResolvedTask } from '../../plan/task-file/resolve-task.js';
import { UserError } from '../errors/user-error.js';
import type { LoadedFile } from './load-task-file.js';
import type { RunOptions } from './run-options.js';

/** Which tasks run. */
export interface PlannedTasks {
  /** Those that were named, and all that run before them; each after those it waits for. */
  readonly tasks: readonly ResolvedTask[];
  readonly named: ReadonlySet<string>;
  /** The task that was named alone: its output and its exit code are those of the command. */
  readonly only?: string;
}

/** @throws UserError for names, options or references that do not fit the file */
export function planTasks(loaded: LoadedFile, names: readonly string[], options: RunOptions): PlannedTasks {
  const named = options.all ? everyTask(loaded, names) : unique(names);
  if (named.length === 0) throw nothingNamed(loaded);
  loaded.tasks(named);
  const preOf = (name: string) => loaded.file.tasks?.[name]?.pre ?? [];
  const tasks = loaded.tasks(executionOrder(named, preOf).tasks);
  const [only] = named;
  if (only !== undefined && named.length === 1 && !options.all) return { tasks, named: new Set(named), only };
  refuseForSeveral(options);
  return { tasks, named: new Set(named) };
}

const unique = (names: readonly string[]): string[] => [...new Set(names)];

/** A task that needs a person is not among them. */
function everyTask({ names: all, file }: LoadedFile, names: readonly string[]): string[] {
  if (names.length > 0) throw new UserError('Cannot use --all with the names of tasks: leave one of them out');
  return all.filter((name) => !file.tasks?.[name]?.interactive);
}

function nothingNamed({ name, names }: LoadedFile): UserError {
  return new UserError('Cannot run: name one task or more', [
    names.length > 0 ? `the tasks in ${name} are: ${names.toSorted().join(', ')}` : `${name} has no tasks`,
  ]);
}

/** What can be meant for one task alone. */
function refuseForSeveral({ rest = [], stdin, tty }: RunOptions): void {
  const given = [rest.length > 0 && '--', stdin && '-i', tty && '-t'].find(Boolean);
  if (given) throw new UserError(`Cannot use ${given} with several tasks: name one task`);
}
