import { setMaxListeners } from 'node:events';
import type { ResolvedTask } from '../../plan/task-file/resolve-task.js';
import { type ExecutorName, executorNames } from '../../plan/task-file/selection.js';
import type { OutputFormat } from '../args/output-format.js';
import { exitCodes } from '../exit-codes.js';
import { formatted, isWhole } from '../output/print-object.js';
import { type Column, table } from '../output/table.js';
import type { Session } from '../session.js';
import { loadTaskFile } from './load-task-file.js';
import type { PlaceOptions } from './place-options.js';
import { type Places, placesOf } from './places.js';

export interface ListTasksOptions extends Omit<PlaceOptions, 'session'> {
  readonly filename?: readonly string[];
  readonly flavor?: string;
  readonly output?: OutputFormat;
}

/** A task, and where it can run. */
interface ListedTask {
  readonly name: string;
  readonly description: string;
  readonly component?: string;
  readonly interactive: boolean;
  readonly pre: readonly string[];
  /** Available here, the preferred one first. */
  readonly executors: readonly ExecutorName[];
  /** Why each other one is not. */
  readonly unavailable: Readonly<Partial<Record<ExecutorName, string>>>;
}

/** A place that does not answer is not waited for. */
const patienceSeconds = 10;

/** Lists the tasks of the task file, in its order. */
export async function listTasks(session: Session, options: ListTasksOptions): Promise<number> {
  const { out } = session;
  const loaded = loadTaskFile(session.directory, options, session.env);
  const { names } = loaded;
  if (options.output?.type === 'name') {
    for (const name of names) out.line(name);
    return exitCodes.succeeded;
  }
  const places = placesOf(loaded, { ...options, session });
  const signal = AbortSignal.any([session.interrupt, AbortSignal.timeout(patienceSeconds * 1000)]);
  setMaxListeners(0, signal);
  const tasks = await Promise.all(loaded.anyway(names).map((task) => listed(task, places, signal)));
  if (session.interrupt.aborted) return exitCodes.interrupted;
  if (isWhole(options.output)) await out.write(formatted({ tasks }, options.output));
  else if (tasks.length === 0) session.err.line(`${loaded.name} has no tasks.`);
  else for (const line of linesOf(tasks, session)) out.line(line);
  return exitCodes.succeeded;
}

async function listed(task: ResolvedTask, places: Places, signal: AbortSignal): Promise<ListedTask> {
  const { name, description, component, isInteractive: interactive, pre, script } = task;
  const about = { name, description, ...(component ? { component: component.name } : {}), interactive, pre };
  if (script === '') return { ...about, executors: [], unavailable: {} };
  const asked = await Promise.all(
    executorNames.map(async (executor) => ({ executor, why: await whyNot(executor, task, places, signal) })),
  );
  const order = [...(task.executors ?? [task.executor ?? 'local']), ...executorNames];
  const place = ({ executor }: { readonly executor: ExecutorName }) => order.indexOf(executor);
  const sorted = asked.sort((a, b) => place(a) - place(b));
  return {
    ...about,
    executors: sorted.flatMap(({ executor, why }) => (why === undefined ? [executor] : [])),
    unavailable: Object.fromEntries(sorted.flatMap(({ executor, why }) => (why ? [[executor, why]] : []))),
  };
}

async function whyNot(executor: ExecutorName, task: ResolvedTask, places: Places, signal: AbortSignal) {
  if (task.executors && !task.executors.includes(executor)) return 'executors of the task does not name it';
  const possible = places.possible(task)[executor];
  if (!possible.isPossible) return possible.reason;
  try {
    const availability = await places.availability(executor, task, signal);
    return availability.isAvailable ? undefined : [availability.reason, ...availability.hints].join('; ');
  } catch (error) {
    if (!signal.aborted) throw error;
    return `no answer within ${patienceSeconds}s`;
  }
}

const columns: readonly Column<ListedTask>[] = [
  { title: 'TASK', text: ({ name }) => name },
  { title: 'EXECUTORS', text: ({ executors }) => executors.join(',') },
  { title: 'DESCRIPTION', text: ({ description }) => description },
];

interface Why {
  readonly executor: string;
  readonly tasks: string;
  readonly why: string;
}

const whyColumns: readonly Column<Why>[] = [
  { title: 'NOT AVAILABLE', text: ({ executor }) => executor },
  { title: 'FOR', text: ({ tasks }) => tasks },
  { title: 'MESSAGE', text: ({ why }) => why },
];

const mostNamed = 3;

function linesOf(tasks: readonly ListedTask[], { out: { terminal } }: Session): string[] {
  const reasons = new Map<string, { executor: string; why: string; names: string[] }>();
  for (const { name, unavailable } of tasks) {
    for (const [executor, why] of Object.entries(unavailable)) {
      const key = `${executor} ${why}`;
      const known = reasons.get(key) ?? { executor, why, names: [] };
      reasons.set(key, { ...known, names: [...known.names, name] });
    }
  }
  const rows = [...reasons.values()].sort((a, b) => (a.executor < b.executor ? -1 : 1));
  const whys = rows.map(({ names, ...row }) => ({ ...row, tasks: namesText(names, tasks.length) }));
  const below = table(whyColumns, whys, terminal, { dispensable: ['FOR'] });
  return [...table(columns, tasks, terminal), ...(below.length > 0 ? ['', ...below] : [])];
}

function namesText(names: readonly string[], all: number): string {
  if (names.length === all) return 'all tasks';
  const more = names.length - mostNamed;
  return `${names.slice(0, mostNamed).join(', ')}${more > 0 ? ` and ${more} more` : ''}`;
}
