import { agentProblems } from '../agent-preset/problems.js';
import { promptProblems } from '../agent-preset/prompt-file.js';
import { contextFilePaths, contextProblems } from '../context/context-types.js';
import { taskContexts } from '../context/layered-contexts.js';
import { nameProblems } from '../naming.js';
import { credentialProblems } from '../pod/credentials.js';
import { ownedBy, type PlanProblem } from '../problem.js';
import { forbiddenTemplates } from '../template/expanded-contexts.js';
import { paramProblems } from './params.js';
import type { TaskRunInputs } from './plan.js';
import { scriptProblems } from './script-problems.js';
import { stepNameProblems } from './step-names.js';
import { taskEnvProblems } from './task-env.js';

/**
 * Every problem that prevents the plan of a run of objects which their schemas accept. The template is the Task, or what
 * stands for it in the run, as `spec`. Empty means that `planTaskRun` works.
 */
export function taskRunProblems(inputs: TaskRunInputs): PlanProblem[] {
  const { run, task } = inputs;
  return [
    ...ownedBy('run', nameProblems('metadata.name', run.name)),
    ...paramProblems(task.spec.params, run.params),
    ...taskEnvProblems(task.spec, inputs.workspace),
    ...ownedBy('template', stepProblems(task.spec)),
    ...agentContextProblems(inputs),
  ];
}

const stepProblems = ({ steps }: TaskRunInputs['task']['spec']) =>
  steps ? [...stepNameProblems(steps), ...scriptProblems(steps)] : [];

/** Steps have no context files, but their credentials may still meet. */
function agentContextProblems({ task, workspace }: TaskRunInputs): PlanProblem[] {
  const contexts = task.spec.steps ? [] : taskContexts(task.spec, workspace);
  return [
    ...(task.spec.steps ? [] : agentProblems(workspace)),
    ...(task.spec.steps ? [] : promptProblems(workspace, [{ path: 'spec', contexts, written: contexts }])),
    ...forbiddenTemplates(contexts),
    ...contextProblems(contexts, workspace),
    ...credentialProblems(workspace, contextFilePaths(contexts)),
  ];
}
