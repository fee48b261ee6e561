import type { V1JobSpec } from '@kubernetes/client-node';
import { AGENT_CONTAINER } from '../../api/containers.js';
import { EXIT_BAD_INPUT, EXIT_TEMPORARY } from '../../api/exit-codes.js';
import type { BatchSpec } from '../../api/generated/kinds.js';

/**
 * What takes a Pod away says so in this condition: a drained, tainted or lost node, a Pod of a higher priority, a kubelet that
 * shuts down or is short of resources. The status is spelt out, since an API server fills it in.
 * Source: https://kubernetes.io/docs/concepts/workloads/pods/disruptions/#pod-disruption-conditions
 */
const disrupted = { type: 'DisruptionTarget', status: 'True' };

/**
 * When a task's Job tries again: never by default; after a temporary failure, or after something else took its Pod away,
 * without using an attempt; after bad input never. Source: https://kubernetes.io/docs/concepts/workloads/controllers/job/#pod-failure-policy
 */
export function jobPolicy({ backoffLimit }: BatchSpec): Omit<V1JobSpec, 'template'> {
  const onExitCodes = (values: readonly number[]) => ({
    containerName: AGENT_CONTAINER,
    operator: 'In',
    values: [...values],
  });
  return {
    backoffLimit: backoffLimit ?? 0,
    podFailurePolicy: {
      rules: [
        // First: an agent that is stopped may exit with any code.
        { action: 'Ignore', onPodConditions: [disrupted] },
        { action: 'FailJob', onExitCodes: onExitCodes(EXIT_BAD_INPUT) },
        { action: 'Ignore', onExitCodes: onExitCodes([EXIT_TEMPORARY]) },
      ],
    },
  };
}
