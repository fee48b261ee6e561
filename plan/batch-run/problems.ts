import { formatFieldError, required } from '../../packages/structural-schema/field-error.js';
import { agentProblems } from '../agent-preset/problems.js';
import { type PromptedTask, promptProblems } from '../agent-preset/prompt-file.js';
import { contextFilePaths, contextProblems } from '../context/context-types.js';
import { layeredContexts, writtenContexts } from '../context/layered-contexts.js';
import { listedTasks } from '../context/listed-task.js';
import { nameProblems } from '../naming.js';
import { envProblems } from '../pod/contract-env.js';
import { credentialProblems } from '../pod/credentials.js';
import { ownedBy, type PlanProblem } from '../problem.js';
import { forbiddenTemplates } from '../template/expanded-contexts.js';
import { templateProblems } from '../template/template-problems.js';
import type { BatchRunInputs } from './inputs.js';
import { jobNameCollisions } from './job-name-collisions.js';
import { namedListProblems } from './named-list-problems.js';
import { batchParamProblems } from './params.js';
import { queueProblems } from './queue-problems.js';
import { repeatedTaskProblems } from './repeated-tasks.js';
import { retryProblems } from './retry/problems.js';

/**
 * Every problem that prevents the plan of a run of objects which their schemas accept, each once. The template is the
 * Batch, or what stands for it in the run, as `spec`. Empty means that `planBatchRun` works.
 */
export function batchRunProblems(inputs: BatchRunInputs): PlanProblem[] {
  const { run, batch } = inputs;
  const tasks = listedTasks(batch.spec);
  if (tasks.length === 0) {
    const wanted = 'give one list of contexts per task; without one there is no task';
    return ownedBy('template', [required('spec.variableContexts', wanted)]);
  }
  return unique([
    ...ownedBy('run', nameProblems('metadata.name', run.name)),
    ...jobNameCollisions(inputs),
    ...envProblems(inputs.workspace),
    ...agentProblems(inputs.workspace),
    ...queueProblems(inputs),
    ...batchParamProblems(batch.spec, run.params),
    ...templateProblems(batch.spec, inputs.workspace),
    ...tasks.flatMap((_, index) => taskProblems(inputs, index)),
    ...promptProblems(inputs.workspace, promptedTasks(inputs)),
    ...ownedBy('template', [
      ...namedListProblems(batch.spec),
      ...repeatedTaskProblems(inputs),
      ...retryProblems(inputs),
    ]),
  ]);
}

function taskProblems({ batch, workspace }: BatchRunInputs, index: number): PlanProblem[] {
  const contexts = layeredContexts(batch.spec, workspace, index);
  const written = writtenContexts(batch.spec, workspace, index);
  return [
    ...forbiddenTemplates(written.filter(({ owner }) => owner === 'workspace')),
    ...contextProblems(contexts, workspace),
    ...credentialProblems(workspace, contextFilePaths(contexts)),
  ];
}

/** Of a WorkspaceConfig with an agent, whose prompt a context writes. */
const promptedTasks = ({ batch, workspace }: BatchRunInputs): PromptedTask[] =>
  workspace.agent
    ? listedTasks(batch.spec).map(({ path }, index) => ({
        path,
        contexts: layeredContexts(batch.spec, workspace, index),
        written: writtenContexts(batch.spec, workspace, index),
      }))
    : [];

/** A shared context is looked at once per task, but is one problem. */
function unique(problems: readonly PlanProblem[]): PlanProblem[] {
  return [...new Map(problems.map((problem) => [`${problem.owner} ${formatFieldError(problem)}`, problem])).values()];
}
