import type { V1JobSpec } from '@kubernetes/client-node';
import type { BatchSpec } from '../../api/generated/kinds.js';
import { backoffLimitOf, failureRules } from './retry/failure-rules.js';

/**
 * When a task's Job tries again. Unless its Batch says more: never; but after a temporary failure, or after something else took
 * its Pod away, without using an attempt; and after bad input never.
 *
 * @param initContainers names of those of its Pod
 */
export const jobPolicy = (batch: BatchSpec, initContainers: readonly string[] = []): Omit<V1JobSpec, 'template'> => ({
  backoffLimit: backoffLimitOf(batch),
  podFailurePolicy: { rules: failureRules(batch, initContainers) },
});
