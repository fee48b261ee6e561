import { explanationsOf, pageOf } from '../../api/explanations/all.js';
import type { KubernetesObject } from '../../packages/kubernetes-conventions/kubernetes-object.js';
import { reasonsIn } from '../explain/reasons-in.js';

/** More reasons than this are not looked up. */
const most = 5;

/** How to look up the reasons of an object for which somebody can do something; nothing without any. */
export function helpLines(object: KubernetesObject): string[] {
  const reasons = reasonsIn(object).filter(asksForAction).slice(0, most);
  return reasons.length === 0
    ? []
    : ['', 'Help:', ...reasons.map((reason) => `  kubectl task explain ${reason}  (${pageOf(reason)})`)];
}

const asksForAction = (reason: string): boolean => explanationsOf(reason).some(({ act }) => !act.startsWith('Nothing'));
