import type { Node, Pod } from '../../objects.js';
import { matchesNode } from './node-affinity.js';

/** What the scheduler decides about one Pod. */
export type Placement =
  | { readonly kind: 'Bind' }
  | { readonly kind: 'Wait'; readonly reason: 'Unschedulable' | 'SchedulingGated'; readonly message: string };

/** Places a Pod on the only node, if it fits; the messages are the scheduler's. @param freeSlots Pods that still fit */
export function schedulePod(pod: Pod, node: Node, freeSlots: number): Placement {
  if ((pod.spec.schedulingGates ?? []).length > 0) {
    return {
      kind: 'Wait',
      reason: 'SchedulingGated',
      message: 'Scheduling is blocked due to non-empty scheduling gates',
    };
  }
  if (node.spec?.unschedulable)
    return unschedulable('1 node(s) were unschedulable', '1 Preemption is not helpful for scheduling');
  if (!matchesNode(pod, node)) {
    return unschedulable(
      "1 node(s) didn't match Pod's node affinity/selector",
      '1 Preemption is not helpful for scheduling',
    );
  }
  if (freeSlots <= 0) return unschedulable('1 Too many pods', '1 No preemption victims found for incoming pod');
  return { kind: 'Bind' };
}

function unschedulable(why: string, preemption: string): Placement {
  const nodes = '0/1 nodes are available';
  const message = `${nodes}: ${why}. preemption: ${nodes}: ${preemption}.`;
  return { kind: 'Wait', reason: 'Unschedulable', message };
}
