/** Tasks that wait for each other. */
export interface Order<Task> {
  /** Each after those it waits for. */
  readonly tasks: readonly Task[];
  readonly nameOf: (task: Task) => string;
  /** Names of the tasks that must have succeeded before. */
  readonly before: (task: Task) => readonly string[];
  /** Whether nothing else may run meanwhile. */
  readonly isAlone: (task: Task) => boolean;
  /** How many run at the same time; at least 1. */
  readonly jobs: number;
}

export interface Steps<Task> {
  /** @returns whether it succeeded; never rejects */
  readonly run: (task: Task) => Promise<boolean>;
  /** @param because the name of a task that it waits for and that did not succeed */
  readonly skip: (task: Task, because: string) => void;
}

/** Runs each task once, as soon as all that it waits for have succeeded. What waits for a failure is skipped. */
export async function inOrder<Task>(order: Order<Task>, { run, skip }: Steps<Task>): Promise<void> {
  const { nameOf, before } = order;
  const ended = new Map<string, boolean>();
  const running = new Map<Task, Promise<void>>();
  const waiting = new Set(order.tasks);
  const start = (task: Task) => {
    const end = (isGood: boolean) => {
      ended.set(nameOf(task), isGood);
      running.delete(task);
    };
    waiting.delete(task);
    running.set(task, run(task).then(end));
  };
  const skipLost = () => {
    for (const task of waiting) {
      const because = before(task).find((name) => ended.get(name) === false);
      if (because === undefined) continue;
      waiting.delete(task);
      ended.set(nameOf(task), false);
      skip(task, because);
    }
  };
  while (waiting.size > 0 || running.size > 0) {
    skipLost();
    const ready = [...waiting].filter((task) => before(task).every((name) => ended.get(name)));
    for (const task of ready) if (mayStart(order, task, [...running.keys()])) start(task);
    if (running.size > 0) await Promise.race(running.values());
  }
}

const mayStart = <Task>({ isAlone, jobs }: Order<Task>, task: Task, running: readonly Task[]): boolean =>
  running.length < jobs && !running.some(isAlone) && (running.length === 0 || !isAlone(task));
