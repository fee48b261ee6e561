import type { Task, TaskRun, TaskSpec, WorkspaceConfig } from '../../api/generated/kinds.js';
import { attributed, type Owners, type Problem } from '../problem.js';
import { type MissingReference, missingWorkspace, type Resolution, validated } from '../resolution.js';
import { workspaceConfigNameOf } from '../workspace-config-name.js';
import type { TaskRunInputs } from './plan.js';
import { taskRunProblems } from './problems.js';

/** A run and what it refers to, as far as it is there. */
export interface TaskRunObjects {
  readonly run: TaskRun;
  /** The one that `taskRef` names; undefined for an inline spec. */
  readonly task?: Task | undefined;
  /** The one that the spec names, else the one named `default`. */
  readonly workspace?: WorkspaceConfig | undefined;
}

/** Finds what runs refer to: in caches, or among the objects of a file. Pure. */
export interface TaskRunLookup {
  task(name: string, namespace: string | undefined): Task | undefined;
  workspace(name: string, namespace: string | undefined): WorkspaceConfig | undefined;
}

/** A run with what it refers to, in its own namespace. */
export function taskRunObjects(run: TaskRun, lookup: TaskRunLookup): TaskRunObjects {
  const { namespace } = run.metadata;
  const { taskRef } = run.spec ?? {};
  const task = taskRef === undefined ? undefined : lookup.task(taskRef, namespace);
  const spec = specOf({ run, task });
  return { run, task, workspace: spec && lookup.workspace(workspaceConfigNameOf(spec), namespace) };
}

/** The inline one, or that of the Task; undefined when the Task is not there. */
const specOf = ({ run, task }: TaskRunObjects): TaskSpec | undefined => run.spec?.taskSpec ?? task?.spec;

/** The first object that is referred to and is not there. The WorkspaceConfig named `default` need not be. Cheap. */
export function missingOf(objects: TaskRunObjects): MissingReference | undefined {
  const spec = specOf(objects);
  if (!spec) return missingTask(objects.run);
  return objects.workspace ? undefined : missingWorkspace(spec, ownersOf(objects));
}

const missingTask = (run: TaskRun): MissingReference => ({
  kind: 'Task',
  name: run.spec?.taskRef ?? '',
  owner: run,
  path: 'spec.taskRef',
});

/** What the run is planned from; undefined when its Task is not there. */
export function taskRunInputs(objects: TaskRunObjects): TaskRunInputs | undefined {
  const { run, task, workspace } = objects;
  const spec = specOf(objects);
  if (!spec) return undefined;
  const { name, namespace } = run.metadata;
  const { params, timeout } = run.spec;
  return {
    run: { name, ...(namespace ? { namespace } : {}), ...(params ? { params } : {}), ...(timeout ? { timeout } : {}) },
    task: { spec, ...(task ? { name: task.metadata.name } : {}) },
    workspace: workspace?.spec ?? {},
  };
}

/** What prevents the plan, each problem at the object that holds the field. The objects have the right shape. */
export const plannedProblems = (objects: TaskRunObjects, inputs: TaskRunInputs): Problem[] =>
  attributed(taskRunProblems(inputs), ownersOf(objects));

/** The inputs of the planner, or why there are none. Pure, deterministic, and never throws. */
export function resolveTaskRun(objects: TaskRunObjects): Resolution<TaskRunInputs> {
  const { run, task, workspace } = objects;
  const inputs = taskRunInputs(objects);
  const missing = missingOf(objects);
  if (missing || !inputs) return { kind: 'Missing', missing: missing ?? missingTask(run) };
  return validated([run, task, workspace], inputs, () => plannedProblems(objects, inputs));
}

/** Whose fields the planner's problems name. */
const ownersOf = ({ run, task, workspace }: TaskRunObjects): Owners =>
  task
    ? { run, template: task, workspace, templatePath: 'spec' }
    : { run, template: run, workspace, templatePath: 'spec.taskSpec' };
