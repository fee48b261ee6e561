import type { Permission } from './permission.js';

/*
 * Everything that `kubectl task run` asks of an API server for a task, by executor. `kubectl task rbac` prints a Role of
 * it, and `doctor` checks it.
 */

/** A task in a container of a Pod. */
const kubernetesPermissions: readonly Permission[] = [
  { apiGroup: 'apps', resources: ['deployments'], verbs: ['get'], why: 'the Deployment of the component' },
  { apiGroup: 'apps', resources: ['replicasets'], verbs: ['list'], why: 'the newest one, whose Pods come first' },
  { apiGroup: '', resources: ['pods'], verbs: ['get', 'list'], why: 'the Pods of the component' },
  {
    apiGroup: '',
    resources: ['pods/exec'],
    verbs: ['create', 'get'],
    why: 'the command in the container; older servers ask for get, newer ones for create',
  },
];

/** A task as a TaskRun. */
const jobPermissions: readonly Permission[] = [
  {
    apiGroup: 'kubetask.io',
    resources: ['taskruns'],
    verbs: ['create', 'get', 'list', 'watch', 'patch'],
    why: 'the TaskRun, how it ends, and its cancellation',
  },
  { apiGroup: '', resources: ['pods'], verbs: ['get', 'list', 'watch'], why: 'kubectl task logs' },
  { apiGroup: '', resources: ['pods/log'], verbs: ['get'], why: 'the output of the task' },
];

export const executorPermissions = { kubernetes: kubernetesPermissions, job: jobPermissions } as const;

/** The executors that need rights in a cluster. */
export type ClusterExecutor = keyof typeof executorPermissions;
