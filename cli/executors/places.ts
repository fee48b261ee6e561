import type { Availability, Executor } from '../../executors/executor.js';
import { copyOf } from '../../executors/kubernetes/copy/copy-paths.js';
import type { ResolvedTask } from '../../plan/task-file/resolve-task.js';
import { type ExecutorName, executorNames, type Possible } from '../../plan/task-file/selection.js';
import { UserError } from '../errors/user-error.js';
import type { LoadedFile } from './load-task-file.js';
import { openers } from './openers.js';
import type { PlaceOptions } from './place-options.js';
import { type TaskCluster, taskCluster } from './task-cluster.js';

/** The places where the tasks of a file can run. */
export interface Places {
  /** By what the file says alone; nothing is asked. */
  readonly possible: (task: ResolvedTask) => Readonly<Record<ExecutorName, Possible>>;
  /** The same for all tasks that it would run alike. */
  readonly executor: (name: ExecutorName, task: ResolvedTask) => Promise<Executor>;
  /** Asks the place, once for all tasks that it would run alike. */
  readonly availability: (name: ExecutorName, task: ResolvedTask, signal?: AbortSignal) => Promise<Availability>;
}

export function placesOf(loaded: LoadedFile, options: PlaceOptions): Places {
  const asked = new Map<string, Promise<Availability>>();
  const made = new Map<string, Promise<Executor>>();
  let opened: Promise<TaskCluster> | undefined;
  const cluster = () => {
    opened ??= taskCluster(loaded, options);
    return opened;
  };
  const { copy = [], copyBack = [] } = options;
  const copies = { copy: copy.map(copyOf), copyBack: copyBack.map(copyOf) };
  const from = { loaded, env: options.session.env, cluster, copies };
  const executor: Places['executor'] = (name, task) => {
    const key = keyOf(name, task);
    const place = made.get(key) ?? openers[name].open(task, from);
    made.set(key, place);
    return place;
  };
  return {
    executor,
    possible: (task) => mapNames((name) => possible(openers[name].why(task))),
    availability: (name, task, signal) => {
      const key = keyOf(name, task);
      const known = asked.get(key);
      if (known) return known;
      const answer = ask(() => executor(name, task), signal);
      asked.set(key, answer);
      return answer;
    },
  };
}

/** Equal for tasks that a place runs alike. */
const keyOf = (name: ExecutorName, { component, image, whenStopped }: ResolvedTask): string =>
  JSON.stringify([name, component, image, whenStopped]);

/** Without a kubeconfig, say, a place of the cluster cannot even be made. */
async function ask(open: () => Promise<Executor>, signal?: AbortSignal): Promise<Availability> {
  try {
    return await (await open()).availability(signal);
  } catch (error) {
    if (!(error instanceof UserError)) throw error;
    return { isAvailable: false, reason: error.message, hints: error.hints };
  }
}

const possible = (reason: string | undefined): Possible =>
  reason === undefined ? { isPossible: true } : { isPossible: false, reason };

const mapNames = <T>(value: (name: ExecutorName) => T) =>
  Object.fromEntries(executorNames.map((name) => [name, value(name)])) as Record<ExecutorName, T>;
