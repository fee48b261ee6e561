import { AGENT_CONTAINER } from '../../../api/containers.js';
import type { StepPhase, StepStatus } from '../../../api/generated/kinds.js';
import { oneLine } from '../../../packages/kubernetes-conventions/sentence.js';
import type { ObservedContainer, ObservedPod } from '../../pod/observed-pod.js';
import { containersOf, stepNames } from '../../pod/pod-containers.js';
import { realTime } from '../../pod/pod-times.js';

/** The state of every step, in order, as its container has it. A planned Pod will do: nothing of it has started. */
export function stepStatuses(pod: Pick<ObservedPod, 'metadata' | 'status'>): StepStatus[] {
  const containers = new Map(containersOf(pod).map((container) => [container.name, container]));
  return stepNames(pod).map((name) => ({ name, container: name, ...progressOf(containers.get(name)) }));
}

type StepProgress = Omit<StepStatus, 'name' | 'container'>;

function progressOf(container: ObservedContainer | undefined): StepProgress {
  const { waiting, running, terminated } = container?.state ?? {};
  if (terminated) {
    const { exitCode, reason, startedAt, finishedAt } = terminated;
    const phase: StepPhase = exitCode === 0 ? 'Succeeded' : 'Failed';
    return { phase, exitCode, ...reasonOf(reason), ...times(startedAt, finishedAt) };
  }
  if (running) return { phase: 'Running', ...times(running.startedAt) };
  return { phase: 'Pending', ...reasonOf(waiting?.reason) };
}

const reasonOf = (reason: string | undefined): Pick<StepStatus, 'reason'> =>
  reason ? { reason: oneLine(reason, 128) } : {};

/** A step that could not start has neither. */
function times(startedAt?: string, finishedAt?: string): Pick<StepStatus, 'startTime' | 'completionTime'> {
  const [startTime, completionTime] = [realTime(startedAt), realTime(finishedAt)];
  if (startedAt !== undefined && startTime === undefined) return {};
  return { ...(startTime ? { startTime } : {}), ...(completionTime ? { completionTime } : {}) };
}

/** The steps of a run that is over: what has not started never will, what ran was cut off. */
export function closedSteps(steps: readonly StepStatus[]): StepStatus[] {
  return steps.map((step) => {
    if (step.phase === 'Pending') return { name: step.name, container: step.container, phase: 'Skipped' };
    return step.phase === 'Running' ? { ...step, phase: 'Failed' } : step;
  });
}

/** What a person wants to know of a run under way. */
export function progressMessage(steps: readonly StepStatus[]): string {
  const index = steps.findIndex(({ phase }) => phase === 'Running');
  const step = steps[index];
  if (step)
    return steps.length === 1
      ? `${titleOf(step)} is running`
      : `${titleOf(step)} (${index + 1} of ${steps.length}) is running`;
  const failed = steps.find(({ phase }) => phase === 'Failed');
  if (failed) return `${titleOf(failed)} failed`;
  const ended = steps.filter(({ phase }) => phase === 'Succeeded').length;
  return ended > 0 ? `${ended} of ${steps.length} steps succeeded` : 'the workspace is being prepared';
}

export function successMessage(steps: readonly StepStatus[]): string {
  const [step] = steps;
  return step && steps.length === 1 ? `${titleOf(step)} succeeded` : `all ${steps.length} steps succeeded`;
}

const titleOf = ({ name }: StepStatus): string => (name === AGENT_CONTAINER ? 'the agent' : `step ${name}`);
