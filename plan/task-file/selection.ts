/** The places where tasks run, in the order in which they are preferred. */
export const executorNames = ['local', 'container', 'kubernetes', 'job'] as const;

export type ExecutorName = (typeof executorNames)[number];

/** Whether a task can run in a place; a reason if not. */
export type Possible = { readonly isPossible: true } | { readonly isPossible: false; readonly reason: string };

export interface Choice {
  /** Of `--executor`. */
  readonly requested?: ExecutorName | undefined;
  /** Of the file, for this task or for all. */
  readonly preferred?: ExecutorName | undefined;
  /** The only places that the task allows, in order of priority. */
  readonly allowed?: readonly ExecutorName[] | undefined;
  readonly possible: Readonly<Record<ExecutorName, Possible>>;
}

export type Selection =
  | { readonly executor: ExecutorName }
  /** The places that could be chosen instead, and of each other one why not. */
  | { readonly message: string; readonly allowed: readonly ExecutorName[]; readonly reasons: readonly string[] };

/**
 * Where a task runs: the flag, then the file, then the first place that is possible. An explicit list of the task is
 * the limit of all three, and its order is the priority. Pure.
 */
export function selectExecutor({ requested, preferred, allowed, possible }: Choice): Selection {
  const candidates = allowed ?? executorNames;
  const choices = candidates.filter((name) => possible[name].isPossible);
  if (requested) return choices.includes(requested) ? { executor: requested } : refuse(requested);
  if (preferred && allowed === undefined) {
    return choices.includes(preferred) ? { executor: preferred } : refuse(preferred);
  }
  const [first] = choices;
  return first ? { executor: first } : refuse(undefined);

  function refuse(wanted: ExecutorName | undefined): Selection {
    const reasons = executorNames.flatMap((name) => {
      if (!candidates.includes(name)) return [`${name}: executors of the task does not name it`];
      const state = possible[name];
      return state.isPossible ? [] : [`${name}: ${state.reason}`];
    });
    const message = wanted ? `cannot run as ${wanted}` : 'cannot run anywhere';
    return { message, allowed: choices, reasons };
  }
}
