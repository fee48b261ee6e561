import { explanationsOf, pageOf } from '../../api/explanations/all.js';
import type { Condition, TaskStatus } from '../../api/generated/kinds.js';
import type { KubernetesObject } from '../../packages/kubernetes-conventions/kubernetes-object.js';

interface Explained extends KubernetesObject {
  readonly status?: {
    readonly conditions?: readonly Condition[];
    readonly tasks?: readonly Pick<TaskStatus, 'reason'>[];
  };
}

/** More places than this are not looked up. */
const most = 5;

/** Where the reasons of an object are explained for which somebody can do something; nothing without any. */
export function helpLines({ status = {} }: Explained): string[] {
  const { conditions = [], tasks = [] } = status;
  const reasons = [...conditions, ...tasks].flatMap(({ reason }) => reason ?? []);
  const pages = [...new Set(reasons)].filter(asksForAction).slice(0, most).map(pageOf);
  return pages.length === 0 ? [] : ['', 'Help:', ...pages.map((page) => `  ${page}`)];
}

const asksForAction = (reason: string): boolean => explanationsOf(reason).some(({ act }) => !act.startsWith('Nothing'));
