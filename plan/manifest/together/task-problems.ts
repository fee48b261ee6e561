import type { Task, TaskRun } from '../../../api/generated/kinds.js';
import type { Problem } from '../../problem.js';
import { plannedProblems, type TaskRunObjects, taskRunInputs, taskRunObjects } from '../../task-run/resolve.js';
import type { CheckedObject } from '../object/checked-object.js';
import { type KnownObjects, ofKind } from './known-objects.js';

/**
 * What the planner says about every TaskRun with its Task and WorkspaceConfig, and about every Task by itself. Objects
 * that are wrong in themselves are left out.
 */
export function taskProblems(objects: readonly CheckedObject[], known: KnownObjects): Problem[] {
  const runs = [
    ...ofKind(objects, 'Task').map(({ stored }) => ({ run: anyRunOf(stored), task: stored })),
    ...ofKind(objects, 'TaskRun').map(({ stored }) => ({ run: stored })),
  ];
  const isSound = ({ run, task, workspace }: TaskRunObjects) =>
    [run, task, workspace].every((object) => known.errorsOf(object).length === 0);
  return runs
    .map(({ run, ...given }) => ({ ...taskRunObjects(run, known), ...given }))
    .filter(isSound)
    .flatMap(problemsOf);
}

/** Of a run whose Task is elsewhere: none. */
function problemsOf(objects: TaskRunObjects): Problem[] {
  const inputs = taskRunInputs(objects);
  return inputs ? plannedProblems(objects, inputs) : [];
}

/** A run as a user might start it, with any value for each parameter. */
const anyRunOf = ({ apiVersion, metadata: { name, namespace }, spec }: Task): TaskRun => ({
  apiVersion,
  kind: 'TaskRun',
  metadata: { name: `${name}-run`, ...(namespace === undefined ? {} : { namespace }) },
  spec: { taskRef: name, params: (spec?.params ?? []).map((param) => ({ name: param.name, value: '' })) },
});
