import type { V1PodFailurePolicyRule } from '@kubernetes/client-node';
import { AGENT_CONTAINER, isClone, setupContainers } from '../../../api/containers.js';
import { EXIT_BAD_INPUT, EXIT_TEMPORARY } from '../../../api/exit-codes.js';
import type { BatchSpec, RetryRule } from '../../../api/generated/kinds.js';
import { retryRule } from './retry-rule.js';

/** As many rules as the API server takes. Source: kubernetes, pkg/apis/batch/validation, `maxPodFailurePolicyRules` */
export const MOST_RULES = 20;

/**
 * What a Job does after each failure; the first rule that matches decides. A class that has a limit counts towards the Job's back-off
 * limit, which is large enough for all of them: so `kubectl apply` alone bounds the attempts, and the Job controller backs off.
 * Source: https://kubernetes.io/docs/concepts/workloads/controllers/job/#pod-failure-policy
 *
 * @param containers names of the Pod's init containers
 */
export function failureRules(batch: BatchSpec, containers: readonly string[]): V1PodFailurePolicyRule[] {
  const codes = (batch.retry?.on ?? []).filter(({ class: name }) => name === 'ExitCodes');
  const clone = retryRule(batch, 'Clone');
  return [
    // First: an agent that is stopped may exit with any code.
    { action: actionOf(retryRule(batch, 'Infrastructure')), onPodConditions: [disrupted] },
    { action: 'FailJob', ...exited(AGENT_CONTAINER, EXIT_BAD_INPUT) },
    { action: actionOf(retryRule(batch, 'RateLimit')), ...exited(AGENT_CONTAINER, [EXIT_TEMPORARY]) },
    ...(containers.includes(MINT) ? mintRules(batch) : []),
    ...(clone ? containers.filter(isClone).map((name) => ({ action: actionOf(clone), ...failed(name) })) : []),
    ...codes.map((rule) => ({ action: actionOf(rule), ...exited(AGENT_CONTAINER, rule.exitCodes ?? []) })),
    ...(retriesNothingElse(batch) ? [{ action: 'FailJob', ...failed() }] : []),
  ];
}

const MINT = setupContainers.tokens.name;

/** What mints the tokens of clones has the agent's exit codes. */
const mintRules = (batch: BatchSpec): V1PodFailurePolicyRule[] => [
  { action: 'FailJob', ...exited(MINT, EXIT_BAD_INPUT) },
  { action: actionOf(retryRule(batch, 'RateLimit')), ...exited(MINT, [EXIT_TEMPORARY]) },
];

/** How often the Job may fail: as often as the classes that count, and the failures of no class, together. */
export const backoffLimitOf = ({ backoffLimit = 0, retry }: BatchSpec): number =>
  (retry?.on ?? []).reduce((sum, { limit }) => sum + limit, backoffLimit);

/** Without a limit, failures that are nobody's fault are ignored. */
const actionOf = (rule: RetryRule | undefined): string =>
  rule === undefined ? 'Ignore' : rule.limit === 0 ? 'FailJob' : 'Count';

/** Whether a failure of no class must end a Job whose back-off limit leaves room for those of a class. */
const retriesNothingElse = (batch: BatchSpec): boolean => (batch.backoffLimit ?? 0) === 0 && backoffLimitOf(batch) > 0;

/**
 * What takes a Pod away says so in this condition: a drained, tainted or lost node, a Pod of a higher priority, a kubelet that
 * shuts down or is short of resources. The status is spelt out, since an API server fills it in.
 * Source: https://kubernetes.io/docs/concepts/workloads/pods/disruptions/#pod-disruption-conditions
 */
const disrupted = { type: 'DisruptionTarget', status: 'True' };

/** An API server wants the values in order. */
const exited = (containerName: string, values: readonly number[]) => ({
  onExitCodes: { containerName, operator: 'In', values: [...values].sort((a, b) => a - b) },
});

/** With any code; only a container that failed is looked at. */
const failed = (containerName?: string) => ({
  onExitCodes: { ...(containerName === undefined ? {} : { containerName }), operator: 'NotIn', values: [0] },
});
