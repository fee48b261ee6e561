import type { TaskRun } from '../../../api/generated/kinds.js';
import { type TaskRunObjects, taskRunObjects } from '../../../plan/task-run/resolve.js';
import type { Informers } from '../informers.js';

/** What the run refers to, as far as the caches have it. */
export const templateObjects = (run: TaskRun, { tasks, workspaces }: Informers): TaskRunObjects =>
  taskRunObjects(run, {
    task: (name, namespace = '') => tasks.store.get(namespace, name),
    workspace: (name, namespace = '') => workspaces.store.get(namespace, name),
  });
