import type { TaskRun } from '../../api/generated/kinds.js';
import { generateName } from '../../packages/kubernetes-conventions/generate-name.js';
import type { Executable } from '../executor.js';
import { taskText } from '../remote/remote-command.js';

/** The only step of the TaskRun. */
export const STEP = 'task';

/**
 * A TaskRun of one step that runs a task. Its script sets the environment and the arguments itself: Kubernetes would
 * expand `$(NAME)` in those of a container. Its name ends at random.
 */
export const taskRunOf = (executable: Executable, image: string, namespace: string): TaskRun => ({
  apiVersion: 'kubetask.io/v1alpha1',
  kind: 'TaskRun',
  metadata: { name: generateName(`${nameOf(executable.name)}-run-`), namespace },
  spec: {
    taskSpec: { steps: [{ name: STEP, image, script: taskText(executable) }] },
    ...(executable.timeoutSeconds === undefined ? {} : { timeout: `${Math.ceil(executable.timeoutSeconds)}s` }),
  },
});

/** Names of tasks may have more characters than those of objects. */
const nameOf = (task: string): string =>
  task
    .toLowerCase()
    .replaceAll(/[^a-z0-9]+/g, '-')
    .slice(0, 40)
    .replaceAll(/^-+|-+$/g, '') || 'task';
