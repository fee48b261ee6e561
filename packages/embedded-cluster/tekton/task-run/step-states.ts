import type { ContainerState, ContainerStatus, Pod } from '../../objects.js';
import type { StepState, TaskRun } from '../objects.js';
import { failed, type RunCondition } from '../succeeded-condition.js';

const prefix = 'step-';

const statusesOf = ({ status }: Pod): readonly ContainerStatus[] =>
  [...(status?.initContainerStatuses ?? []), ...(status?.containerStatuses ?? [])].filter(({ name }) =>
    name.startsWith(prefix),
  );

/**
 * One entry per step, in the order in which they run. When the task is over, those that have not run to their end are
 * reported as ended, too.
 *
 * @param over why it is over: `Skipped` after a step that failed, `TaskRunCancelled`, `TaskRunTimeout`
 */
export function stepStates(pod: Pod, over: string | undefined, now: string): readonly StepState[] {
  return statusesOf(pod).map(({ name, state = {} }) => ({
    ...stateOf(state, over, now),
    name: name.slice(prefix.length),
    container: name,
  }));
}

function stateOf({ terminated, running, waiting }: ContainerState, over: string | undefined, now: string) {
  if (terminated) return { terminated, terminationReason: terminated.exitCode === 0 ? 'Completed' : 'Error' };
  if (over === undefined) return { ...(running && { running }), ...(waiting && { waiting }) };
  const { startedAt = now } = running ?? {};
  const reason = over === 'Skipped' ? 'Error' : over;
  return { terminated: { exitCode: 1, reason, startedAt, finishedAt: now }, terminationReason: over };
}

/** Why a Pod has failed, in Tekton's words since 1.13. */
export function stepFailure(pod: Pod): RunCondition {
  for (const { name, state } of statusesOf(pod)) {
    const { exitCode = 0, reason, message } = state?.terminated ?? {};
    if (exitCode === 0) continue;
    const why = reason === 'StartError' ? message : reason;
    const text = `"${name}" exited with code ${exitCode}${why ? `: ${why}` : ''}`;
    return failed(reason === 'OOMKilled' ? 'StepOOM' : 'StepFailed', text);
  }
  return failed('Failed', pod.status?.message ?? 'build failed for unspecified reasons.');
}

const pullReasons = ['ErrImagePull', 'ImagePullBackOff', 'InvalidImageName'];

/** Undefined unless a step's image cannot be had. */
export function imagePullProblem({ metadata }: TaskRun, pod: Pod): string | undefined {
  for (const { name, image, state } of statusesOf(pod)) {
    const { reason = '', message = '' } = state?.waiting ?? {};
    if (!pullReasons.includes(reason)) continue;
    const step = name.slice(prefix.length);
    return `the step "${step}" in TaskRun "${metadata.name}" failed to pull the image "${image}". The pod errored with the message: "${message}"`;
  }
  return undefined;
}
