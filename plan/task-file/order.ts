/** In which order tasks run. */
export interface ExecutionOrder {
  /** Each task once, after those it waits for. */
  readonly tasks: readonly string[];
  /** Tasks that wait for each other, each begun and ended with the same one; then `tasks` is of no use. */
  readonly circles: readonly (readonly string[])[];
}

/** More say nothing new, and each can be as long as the file. */
const MAX_CIRCLES = 10;

/** A task that was entered, and those it waits for that were not looked at yet. */
interface Step {
  readonly task: string;
  readonly before: IterableIterator<string>;
}

/** The tasks wanted and all that run before them. Pure. @param preOf the tasks that a task waits for */
export function executionOrder(wanted: readonly string[], preOf: (task: string) => readonly string[]): ExecutionOrder {
  const tasks = new Set<string>();
  const entered = new Set<string>();
  const circles: string[][] = [];
  // A stack of its own: a chain may be longer than the stack of calls is deep.
  const steps: Step[] = [];
  const enter = (task: string): void => {
    if (tasks.has(task)) return;
    if (!entered.has(task)) {
      entered.add(task);
      steps.push({ task, before: preOf(task).values() });
    } else if (circles.length < MAX_CIRCLES) {
      const path = steps.map((step) => step.task);
      circles.push([...path.slice(path.indexOf(task)), task]);
    }
  };
  for (const task of wanted) {
    enter(task);
    for (let step = steps.at(-1); step; step = steps.at(-1)) {
      const next = step.before.next();
      if (!next.done) {
        enter(next.value);
        continue;
      }
      steps.pop();
      tasks.add(step.task);
    }
  }
  return { tasks: circles.length > 0 ? [] : [...tasks], circles };
}
