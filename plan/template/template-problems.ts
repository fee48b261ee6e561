import type { BatchSpec, WorkspaceConfigSpec } from '../../api/generated/kinds.js';
import { type FieldError, forbidden, formatFieldError, invalid } from '../../packages/structural-schema/field-error.js';
import { taskDisplayName } from '../batch-run/task-display-name.js';
import type { LocatedContext } from '../context/context-type.js';
import { writtenContexts } from '../context/layered-contexts.js';
import { listedTask, listedTasks, taskCount } from '../context/listed-task.js';
import { ownedBy, type PlanProblem } from '../problem.js';
import { expandTemplate } from './expand.js';
import { isTemplate } from './expanded-contexts.js';
import { taskValues } from './task-values.js';

/** Tasks that a problem names; of more, it says how many. */
const mostTasks = 3;

/**
 * What prevents the templates of a Batch from being expanded, each once, with line and column within the text. What is wrong in
 * some tasks names them.
 */
export function templateProblems(batch: BatchSpec, workspace: WorkspaceConfigSpec): PlanProblem[] {
  if (!hasTemplates(batch)) return [];
  const found = new Map<string, { problem: PlanProblem; tasks: string[] }>();
  for (let index = 0; index < taskCount(batch); index += 1) {
    const contexts = writtenContexts(batch, workspace, index);
    for (const { problem, isOfTask } of problemsOfTask(batch, index, contexts)) {
      const key = formatFieldError(problem);
      const known = found.get(key) ?? { problem, tasks: [] };
      found.set(key, known);
      if (isOfTask) known.tasks.push(taskText(batch, index, contexts));
    }
  }
  return [...found.values()].map(({ problem, tasks }) => ({ ...problem, detail: `${problem.detail}${listOf(tasks)}` }));
}

const hasTemplates = (batch: BatchSpec): boolean =>
  [{ contexts: batch.commonContext ?? [] }, ...listedTasks(batch)].some(({ contexts }) =>
    contexts.some(({ file }) => file?.source.template === true),
  );

interface TaskProblem {
  readonly problem: PlanProblem;
  readonly isOfTask: boolean;
}

function problemsOfTask(batch: BatchSpec, index: number, contexts: readonly LocatedContext[]): TaskProblem[] {
  const lookUp = taskValues(batch, index, contexts);
  return contexts.filter(isTemplate).flatMap(({ context, owner, path }) => {
    const of = (error: FieldError, isOfTask = false) =>
      ownedBy(owner, [error]).map((problem) => ({ problem, isOfTask }));
    const inline = context.file?.source.inline;
    if (inline === undefined)
      return of(forbidden(`${path}.file.source.template`, 'only a text in inline can be a template'));
    return expandTemplate(inline, lookUp).problems.flatMap(({ reference, line, column, problem, isOfTask }) =>
      of(invalid(`${path}.file.source.inline`, reference, `line ${line}, column ${column}: ${problem}`), isOfTask),
    );
  });
}

/** `variableContexts[3] (myorg/service-a)`. */
function taskText(batch: BatchSpec, index: number, contexts: readonly LocatedContext[]): string {
  const { path, name } = listedTask(batch, index);
  return `${path.replace(/^spec\./, '')} (${name ?? taskDisplayName(contexts, index)})`;
}

function listOf(tasks: readonly string[]): string {
  if (tasks.length === 0) return '';
  const more = tasks.length > mostTasks ? ` and ${tasks.length - mostTasks} more` : '';
  return `; tasks: ${tasks.slice(0, mostTasks).join(', ')}${more}`;
}
