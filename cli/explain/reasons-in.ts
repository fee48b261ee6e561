import { explanationsOf } from '../../api/explanations/all.js';
import type { Condition, TaskStatus } from '../../api/generated/kinds.js';
import type { KubernetesObject } from '../../packages/kubernetes-conventions/kubernetes-object.js';

interface WithReasons extends KubernetesObject {
  readonly status?: {
    readonly conditions?: readonly Condition[];
    readonly tasks?: readonly Pick<TaskStatus, 'reason'>[];
  };
}

/** The reasons of an object's conditions and tasks that are explained, each once; those of its conditions come first. */
export function reasonsIn({ status = {} }: WithReasons): string[] {
  const { conditions = [], tasks = [] } = status;
  const reasons = [...conditions, ...tasks].flatMap(({ reason }) => reason ?? []);
  return [...new Set(reasons)].filter((reason) => explanationsOf(reason).length > 0);
}
