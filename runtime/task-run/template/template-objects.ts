import type { TaskRun } from '../../../api/generated/kinds.js';
import type { Informers } from '../informers.js';
import { type TemplateObjects, workspaceConfigName } from './template.js';

/** What the run refers to, as far as it is there. */
export function templateObjects(run: TaskRun, { tasks, workspaces }: Informers): TemplateObjects {
  const namespace = run.metadata.namespace ?? '';
  const { taskRef } = run.spec;
  const task = taskRef === undefined ? undefined : tasks.store.get(namespace, taskRef);
  const workspaceName = workspaceConfigName({ run, task });
  const workspace = workspaceName === undefined ? undefined : workspaces.store.get(namespace, workspaceName);
  return { run, task, workspace };
}
