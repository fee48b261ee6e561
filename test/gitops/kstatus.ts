import type { Condition } from '../../api/generated/kinds.js';
import type { StatusObject } from './states.js';

/**
 * The rules of kstatus for kinds that it does not know.
 *
 * Source: https://github.com/kubernetes-sigs/cli-utils/blob/master/pkg/kstatus/README.md
 */
export function kstatus({ metadata, status }: StatusObject): 'InProgress' | 'Failed' | 'Current' {
  const { observedGeneration, conditions = [] } = status;
  if (observedGeneration !== undefined && observedGeneration !== metadata.generation) return 'InProgress';
  const statusOf = (type: string): Condition['status'] | undefined =>
    conditions.find((one) => one.type === type)?.status;
  if (statusOf('Reconciling') === 'True') return 'InProgress';
  if (statusOf('Stalled') === 'True') return 'Failed';
  const ready = statusOf('Ready');
  return ready === undefined || ready === 'True' ? 'Current' : 'InProgress';
}
