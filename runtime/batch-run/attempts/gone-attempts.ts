import { ignoresDisruptions } from '../jobs/failure-policy.js';
import type { JobView } from '../jobs/job-view.js';
import { policyOf } from '../jobs/kept-policy.js';
import { type AttemptKind, noAttempts } from './attempt.js';

/** How many Pods that the Job counts as failed are recorded and gone: nothing more will be reported of them. */
export function goneAttempts({ job, pods = [], history = noAttempts }: JobView): number {
  const seen = new Set(pods.map(({ metadata }) => metadata.uid));
  const limitsRates = policyOf(job)?.on.some(({ class: name }) => name === 'RateLimit') ?? false;
  const isCounted = (kind: AttemptKind): boolean => {
    if (kind === 'RateLimit') return limitsRates;
    return (kind !== 'Disruption' && kind !== 'Evicted') || !ignoresDisruptions(job);
  };
  return history.last.filter(({ pod, kind }) => !seen.has(pod) && isCounted(kind)).length;
}
