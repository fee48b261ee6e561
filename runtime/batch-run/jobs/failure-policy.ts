import { containersOf } from '../../pod/pod-containers.js';
import type { FailureRule, ObservedJob, ObservedTaskPod } from '../observed.js';

/** What a failed Pod means for its Job. */
export type FailureAction = 'FailJob' | 'Ignore' | 'Count';

/**
 * As the first rule of the Job that matches says; `Count` without one. The rules are those that the Job has, which an earlier
 * version may have planned.
 *
 * @source kubernetes: pkg/controller/job/pod_failure_policy.go
 */
export function failureAction({ spec }: ObservedJob, pod: ObservedTaskPod): FailureAction {
  const rule = spec?.podFailurePolicy?.rules.find((each) => matches(each, pod));
  return (rule?.action as FailureAction | undefined) ?? 'Count';
}

/** Whether the Job tries again, without using an attempt, after something else took its Pod away. */
export const ignoresDisruptions = ({ spec }: ObservedJob): boolean =>
  spec?.podFailurePolicy?.rules.some(
    ({ action, onPodConditions = [] }) => action === 'Ignore' && onPodConditions.some(({ type }) => type === DISRUPTED),
  ) ?? false;

const DISRUPTED = 'DisruptionTarget';

/** Whether the Pod says that something else than its containers ends it. */
export const isDisrupted = ({ status }: Pick<ObservedTaskPod, 'status'>): boolean =>
  status?.conditions?.some(({ type, status: holds }) => type === DISRUPTED && holds === 'True') ?? false;

function matches({ onExitCodes, onPodConditions = [] }: FailureRule, pod: ObservedTaskPod): boolean {
  if (onExitCodes) {
    const { containerName, operator, values } = onExitCodes;
    return containersOf(pod).some(({ name, state }) => {
      const exitCode = state?.terminated?.exitCode ?? 0;
      const isMeant = exitCode !== 0 && (containerName ?? name) === name;
      return isMeant && values.includes(exitCode) === (operator === 'In');
    });
  }
  return onPodConditions.some(({ type, status: wanted = 'True' }) =>
    pod.status?.conditions?.some((each) => each.type === type && each.status === wanted),
  );
}
