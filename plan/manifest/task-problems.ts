import type { Task, TaskRun, TaskSpec, WorkspaceConfig } from '../../api/generated/kinds.js';
import type { FieldError } from '../../packages/structural-schema/field-error.js';
import type { TaskRunInputs } from '../task-run/plan.js';
import { taskRunProblems } from '../task-run/problems.js';
import { workspaceConfigNameOf } from '../workspace-config-name.js';
import type { CheckedObject } from './checked-object.js';
import { findOwn, ofKind } from './composition.js';
import type { ObjectProblem } from './object-problem.js';

/** The objects that a Pod is planned from. */
interface TaskComposition {
  readonly run?: CheckedObject<TaskRun>;
  /** Absent for an inline taskSpec. */
  readonly task?: CheckedObject<Task>;
  readonly workspace?: CheckedObject<WorkspaceConfig>;
}

/**
 * What the planner says about every TaskRun with its Task and WorkspaceConfig, and about every Task by itself, each
 * problem at the object whose field it is. Objects that are wrong in themselves are left out.
 */
export function taskProblems(objects: readonly CheckedObject[]): ObjectProblem[] {
  const runs = ofKind(objects, 'TaskRun').flatMap((run) => runComposition(objects, run) ?? []);
  const tasks = ofKind(objects, 'Task').map((task) => ({ task, ...workspaceOf(objects, task, task.stored.spec) }));
  return [...tasks, ...runs].filter(isSound).flatMap(plannedProblems);
}

/** Undefined when taskRef names none of the objects. */
function runComposition(objects: readonly CheckedObject[], run: CheckedObject<TaskRun>): TaskComposition | undefined {
  const { taskRef, taskSpec } = run.stored.spec ?? {};
  const task = taskRef === undefined ? undefined : findOwn(objects, 'Task', run, taskRef);
  if (taskRef !== undefined && !task) return undefined;
  return { run, ...(task ? { task } : {}), ...workspaceOf(objects, run, task?.stored.spec ?? taskSpec) };
}

function workspaceOf(objects: readonly CheckedObject[], near: CheckedObject, spec: TaskSpec | undefined) {
  const workspace = spec && findOwn(objects, 'WorkspaceConfig', near, workspaceConfigNameOf(spec));
  return workspace ? { workspace } : {};
}

const isSound = ({ run, task, workspace }: TaskComposition): boolean =>
  [run, task, workspace].every((checked) => !checked || checked.errors.length === 0);

function plannedProblems(composition: TaskComposition): ObjectProblem[] {
  const { run, task, workspace } = composition;
  const spec = task?.stored.spec ?? run?.stored.spec.taskSpec;
  if (!spec) return [];
  const { params } = run?.stored.spec ?? { params: anyValues(spec) };
  const inputs: TaskRunInputs = {
    run: { name: run?.stored.metadata.name ?? 'run', ...(params ? { params } : {}) },
    task: { spec },
    workspace: workspace?.stored.spec ?? {},
  };
  return taskRunProblems(inputs).flatMap((error) => attribute(error, composition));
}

const anyValues = ({ params = [] }: TaskSpec) => params.map(({ name }) => ({ name, value: '' }));

/** The planner names fields from the Task's point of view; this finds whose they are. */
function attribute(error: FieldError, { run, task, workspace }: TaskComposition): ObjectProblem[] {
  const at = (owner: CheckedObject | undefined, path: string): ObjectProblem[] =>
    owner ? [{ object: owner.object, error: { ...error, path } }] : [];
  const { path } = error;
  if (path.startsWith('WorkspaceConfig.')) return at(workspace, path.slice('WorkspaceConfig.'.length));
  if (path.startsWith('TaskRun.')) return at(run, path.slice('TaskRun.'.length));
  if (path === 'metadata.name') return [];
  return task ? at(task, path) : at(run, path.replace(/^spec\b/, 'spec.taskSpec'));
}
