import type { ReviewedTask } from './reviewed-task.js';
import type { Side, SideRun } from './side.js';

/** A thing before and after; one of them is absent if it is new or gone. */
export interface Pair<Value> {
  readonly before?: Value;
  readonly after?: Value;
}

/**
 * Each run with the run that it follows: the one of its name, else the last one of its template. Runs that are gone and that
 * none follows come last.
 */
export function pairRuns(before: Side, after: Side): Pair<SideRun>[] {
  const followed = new Set<SideRun>();
  const pairs = [...after.runs].map(([place, run]): Pair<SideRun> => {
    const found = before.runs.get(place) ?? lastRunOf(run, before, after);
    // What no run has done yet is new for a run.
    if (!found || (found.origin === 'Assumed' && run.origin !== 'Assumed')) return { after: run };
    // A run that somebody may start takes the place of none.
    if (run.origin !== 'Assumed') followed.add(found);
    return { before: found, after: run };
  });
  const gone = [...before.runs].filter(
    ([place, run]) => run.origin !== 'Assumed' && !run.isHistory && !after.runs.has(place) && !followed.has(run),
  );
  return [...pairs, ...gone.map(([, run]) => ({ before: run }))];
}

/** Runs that are on both sides go on by themselves. */
function lastRunOf({ template, namespace }: SideRun, before: Side, after: Side): SideRun | undefined {
  if (template === '') return undefined;
  const ofTemplate = [...before.runs].filter(
    ([place, run]) => run.template === template && run.namespace === namespace && !after.runs.has(place),
  );
  return ofTemplate.at(-1)?.[1];
}

/** What tells which task is which, the surest first. An empty text is no answer. */
const marks: readonly ((task: ReviewedTask) => string)[] = [
  ({ name, key }) => (name === '' ? '' : `${name} ${key}`),
  ({ name }) => name,
  ({ key, repository }) => (key === '' ? '' : `${key} ${repository}`),
  ({ repository }) => repository,
  ({ repository, name, index, object }) => (repository + name === '' ? `${object.kind} ${index}` : ''),
  ({ object }) => (object.kind === 'Pod' ? 'the only task of its run' : ''),
];

/** Tasks that are the same one for people, in the order of `after`; those that are gone last. */
export function pairTasks(before: readonly ReviewedTask[], after: readonly ReviewedTask[]): Pair<ReviewedTask>[] {
  const found = new Map<ReviewedTask, ReviewedTask>();
  const left = new Set(before);
  for (const mark of marks) {
    const waiting = queuesOf(left, mark);
    for (const task of after) {
      const match = found.has(task) ? undefined : waiting.get(mark(task))?.pop();
      if (!match) continue;
      found.set(task, match);
      left.delete(match);
    }
  }
  const pairs = after.map((task) => {
    const match = found.get(task);
    return match ? { before: match, after: task } : { after: task };
  });
  return [...pairs, ...[...left].map((task) => ({ before: task }))];
}

function queuesOf(tasks: Iterable<ReviewedTask>, mark: (task: ReviewedTask) => string): Map<string, ReviewedTask[]> {
  const queues = new Map<string, ReviewedTask[]>();
  for (const task of tasks) {
    const text = mark(task);
    if (text === '') continue;
    const queue = queues.get(text);
    if (queue) queue.push(task);
    else queues.set(text, [task]);
  }
  // They are taken from the end, which takes constant time: 10,000 tasks may have one repository.
  for (const queue of queues.values()) queue.reverse();
  return queues;
}
