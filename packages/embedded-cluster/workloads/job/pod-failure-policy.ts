import type { ContainerStatus, Job, Pod } from '../../objects.js';

/** What a failed Pod means for its Job. */
export type PodFailure =
  | { readonly action: 'Count' }
  | { readonly action: 'Ignore' }
  | { readonly action: 'FailJob'; readonly message: string };

type Rule = NonNullable<Job['spec']['podFailurePolicy']>['rules'][number];

/**
 * The first rule that matches decides; without one the failure counts towards `backoffLimit`.
 *
 * @source kubernetes: pkg/controller/job/pod_failure_policy.go
 */
export function podFailure(job: Job, pod: Pod): PodFailure {
  for (const [index, rule] of (job.spec.podFailurePolicy?.rules ?? []).entries()) {
    const why = whyExitCodeMatches(rule, pod) ?? whyConditionMatches(rule, pod);
    if (why !== undefined) return decide(rule, `${why} matching ${rule.action} rule at index ${index}`);
  }
  return { action: 'Count' };
}

function decide(rule: Rule, message: string): PodFailure {
  if (rule.action === 'FailJob') return { action: 'FailJob', message };
  return { action: rule.action === 'Ignore' ? 'Ignore' : 'Count' };
}

function whyExitCodeMatches(rule: Rule, pod: Pod): string | undefined {
  const { onExitCodes } = rule;
  if (!onExitCodes) return undefined;
  for (const { name, exitCode } of failedContainers(pod)) {
    if (onExitCodes.containerName !== undefined && onExitCodes.containerName !== name) continue;
    if (onExitCodes.values.includes(exitCode) !== (onExitCodes.operator === 'In')) continue;
    return `Container ${name} for pod ${describe(pod)} failed with exit code ${exitCode}`;
  }
  return undefined;
}

function whyConditionMatches(rule: Rule, pod: Pod): string | undefined {
  for (const pattern of rule.onPodConditions ?? []) {
    const matches = pod.status?.conditions?.some(
      ({ type, status }) => type === pattern.type && status === (pattern.status ?? 'True'),
    );
    if (matches) return `Pod ${describe(pod)} has condition ${pattern.type}`;
  }
  return undefined;
}

function failedContainers(pod: Pod): { name: string; exitCode: number }[] {
  const statuses: readonly ContainerStatus[] = [
    ...(pod.status?.initContainerStatuses ?? []),
    ...(pod.status?.containerStatuses ?? []),
  ];
  return statuses.flatMap(({ name, state }) => {
    const exitCode = state?.terminated?.exitCode ?? 0;
    return exitCode === 0 ? [] : [{ name, exitCode }];
  });
}

function describe({ metadata }: Pod): string {
  return `${metadata.namespace}/${metadata.name}`;
}
