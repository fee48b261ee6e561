import type { FieldError } from '../../packages/structural-schema/field-error.js';
import { contextFilePaths, contextProblems } from '../context/context-types.js';
import { taskContexts } from '../context/layered-contexts.js';
import { nameProblems } from '../naming.js';
import { credentialProblems } from '../pod/credentials.js';
import { paramProblems } from './params.js';
import type { TaskRunInputs } from './plan.js';
import { scriptProblems } from './script-problems.js';
import { stepNameProblems } from './step-names.js';
import { taskEnvProblems } from './task-env.js';

/**
 * Every problem that prevents the plan of a run of objects which their schemas accept, with the path in the Task
 * (`spec.…`), in the run (`TaskRun.spec.…`) or in the WorkspaceConfig (`WorkspaceConfig.spec.…`). Empty means
 * `planTaskRun` works.
 */
export function taskRunProblems(inputs: TaskRunInputs): FieldError[] {
  const { run, task } = inputs;
  return [
    ...nameProblems('metadata.name', run.name),
    ...paramProblems(task.spec.params, run.params),
    ...taskEnvProblems(task.spec, inputs.workspace),
    ...(task.spec.steps ? [...stepNameProblems(task.spec.steps), ...scriptProblems(task.spec.steps)] : []),
    ...agentContextProblems(inputs),
  ];
}

/** Steps have no context files, but their credentials may still meet. */
function agentContextProblems({ task, workspace }: TaskRunInputs): FieldError[] {
  const contexts = task.spec.steps ? [] : taskContexts(task.spec, workspace);
  return [
    ...contextProblems(contexts, workspace),
    ...credentialProblems(workspace.credentials ?? [], contextFilePaths(contexts)),
  ];
}
