import type { BatchSpec, RetryRule } from '../../../api/generated/kinds.js';
import { ANNOTATION_JOB_POLICY } from '../../../api/labels.js';

/** How long the next Pod waits. */
export interface KeptBackoff {
  readonly baseSeconds: number;
  readonly factor: number;
  readonly maxSeconds: number;
}

/** What a Job cannot keep itself: it counts the failures of all classes together, and backs off by its own rule. */
export interface KeptPolicy {
  /** Of the failures of no class. */
  readonly backoffLimit: number;
  readonly on: readonly RetryRule[];
  readonly backoff?: KeptBackoff;
  readonly pendingSeconds?: number;
}

const DEFAULT_FACTOR = 2;
export const DEFAULT_MAX_SECONDS = 3600;

/** Undefined for a Batch without `retry` and `pendingSeconds`. */
export function keptPolicy({ retry, backoffLimit = 0, pendingSeconds }: BatchSpec): KeptPolicy | undefined {
  if (!retry && pendingSeconds === undefined) return undefined;
  const { on = [], backoff } = retry ?? {};
  return {
    backoffLimit,
    on,
    ...(backoff && { backoff: withDefaults(backoff) }),
    ...(pendingSeconds !== undefined && { pendingSeconds }),
  };
}

/** Written on the Job, where it stays as it was planned, whatever becomes of the Batch. */
export function policyAnnotation(batch: BatchSpec): Record<string, string> {
  const policy = keptPolicy(batch);
  return policy ? { [ANNOTATION_JOB_POLICY]: JSON.stringify(policy) } : {};
}

type Backoff = NonNullable<NonNullable<BatchSpec['retry']>['backoff']>;

function withDefaults({ baseSeconds, factor = DEFAULT_FACTOR, maxSeconds }: Backoff): KeptBackoff {
  return { baseSeconds, factor, maxSeconds: maxSeconds ?? Math.max(DEFAULT_MAX_SECONDS, baseSeconds) };
}
