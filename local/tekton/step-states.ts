import type { ContainerStatus, Pod } from '../objects.js';
import type { StepState, TaskRun } from './objects.js';

const prefix = 'step-';

const statusesOf = ({ status }: Pod): readonly ContainerStatus[] =>
  [...(status?.initContainerStatuses ?? []), ...(status?.containerStatuses ?? [])].filter(({ name }) =>
    name.startsWith(prefix),
  );

/** One entry per step, in the order in which they run. */
export function stepStates(pod: Pod): readonly StepState[] {
  return statusesOf(pod).map(({ name, state = {} }) => ({
    ...state,
    name: name.slice(prefix.length),
    container: name,
    ...(state.terminated && { terminationReason: state.terminated.exitCode === 0 ? 'Completed' : 'Error' }),
  }));
}

/** Why a Pod has failed, in Tekton's words. */
export function stepFailure(pod: Pod): string {
  for (const { name, state } of statusesOf(pod)) {
    const { exitCode = 0, reason, message } = state?.terminated ?? {};
    if (exitCode === 0) continue;
    const why = reason === 'StartError' ? message : reason;
    return `"${name}" exited with code ${exitCode}${why ? `: ${why}` : ''}`;
  }
  return pod.status?.message ?? 'build failed for unspecified reasons.';
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
