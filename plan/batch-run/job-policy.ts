import type { V1JobSpec } from '@kubernetes/client-node';
import { AGENT_CONTAINER } from '../../api/containers.js';
import { EXIT_BAD_INPUT, EXIT_TEMPORARY } from '../../api/exit-codes.js';
import type { BatchSpec } from '../../api/generated/kinds.js';

/**
 * When a task's Job tries again: never by default; after a temporary failure without using an attempt; after bad input
 * never. Source: https://kubernetes.io/docs/concepts/workloads/controllers/job/#pod-failure-policy
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
        { action: 'FailJob', onExitCodes: onExitCodes(EXIT_BAD_INPUT) },
        { action: 'Ignore', onExitCodes: onExitCodes([EXIT_TEMPORARY]) },
      ],
    },
  };
}
