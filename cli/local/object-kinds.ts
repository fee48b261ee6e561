import type { Agent, AgentBuild, Batch, BatchRun, Task, TaskRun } from '../../api/generated/kinds.js';
import type { KubernetesObject } from '../../packages/kubernetes-conventions/kubernetes-object.js';

export const isBatch = (object: KubernetesObject): object is Batch => object.kind === 'Batch';
export const isRun = (object: KubernetesObject): object is BatchRun => object.kind === 'BatchRun';

export const isTask = (object: KubernetesObject): object is Task => object.kind === 'Task' && isOurs(object);
export const isTaskRun = (object: KubernetesObject): object is TaskRun => object.kind === 'TaskRun' && isOurs(object);

export const isAgent = (object: KubernetesObject): object is Agent => object.kind === 'Agent';
export const isBuild = (object: KubernetesObject): object is AgentBuild => object.kind === 'AgentBuild';

/** Tekton has the same kinds. */
const isOurs = ({ apiVersion }: KubernetesObject): boolean => apiVersion.startsWith('kubetask.io/');
