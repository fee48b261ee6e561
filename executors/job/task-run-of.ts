import { taskRuns } from '../../api/kinds/task-run.js';
import { apiVersionOf } from '../../packages/kubernetes-conventions/resource.js';
import type { Executable } from '../executor.js';
import { taskText } from '../remote/remote-command.js';

/** The only step of the TaskRun. */
export const STEP = 'task';

/**
 * A TaskRun of one step that runs a task. Its script sets the environment and the arguments itself: Kubernetes would
 * expand `$(NAME)` in those of a container. Pure.
 */
export const taskRunOf = (executable: Executable, image: string, namespace: string): object => ({
  apiVersion: apiVersionOf(taskRuns),
  kind: taskRuns.kind,
  metadata: { generateName: `${nameOf(executable.name)}-run-`, namespace },
  spec: {
    taskSpec: { steps: [{ name: STEP, image, script: taskText(executable) }] },
    ...(executable.timeoutSeconds === undefined ? {} : { timeout: `${Math.ceil(executable.timeoutSeconds)}s` }),
  },
});

/** A name that the server completes; names of tasks may have more characters than those of objects. */
const nameOf = (task: string): string =>
  task
    .toLowerCase()
    .replaceAll(/[^a-z0-9]+/g, '-')
    .slice(0, 40)
    .replaceAll(/^-+|-+$/g, '') || 'task';
