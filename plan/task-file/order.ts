/** In which order tasks run. */
export interface ExecutionOrder {
  /** Each task once, after those it waits for. */
  readonly tasks: readonly string[];
  /** The first tasks that wait for each other, begun and ended with the same one; then `tasks` is of no use. */
  readonly circle?: readonly string[];
}

/** The tasks wanted and all that run before them. Pure. @param preOf the tasks that a task waits for */
export function executionOrder(wanted: readonly string[], preOf: (task: string) => readonly string[]): ExecutionOrder {
  const tasks = new Set<string>();
  const entered: string[] = [];
  let circle: readonly string[] | undefined;
  const visit = (task: string): void => {
    if (tasks.has(task) || circle) return;
    if (entered.includes(task)) {
      circle = [...entered.slice(entered.indexOf(task)), task];
      return;
    }
    entered.push(task);
    for (const before of preOf(task)) visit(before);
    entered.pop();
    tasks.add(task);
  };
  for (const task of wanted) visit(task);
  return circle ? { tasks: [], circle } : { tasks: [...tasks] };
}
