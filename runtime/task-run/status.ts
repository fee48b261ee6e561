import type { StepStatus, TaskRun, TaskRunStatus } from '../../api/generated/kinds.js';
import { conditionsOf } from '../../api/status/conditions.js';
import { timestamp } from '../../packages/kubernetes-conventions/timestamp.js';
import { finishedCondition } from '../conditions/finished-condition.js';
import type { Decision } from './decision.js';
import { takenCondition } from './pod/pod-name.js';
import { closedSteps } from './pod/steps.js';
import { isFinished } from './run-state.js';

/** The whole status. Only that of a run which is over has a completionTime. */
export function statusOf(run: TaskRun, decision: Decision, now: number): TaskRunStatus {
  const { status, metadata } = run;
  const { state, podName, steps, startTime, endTime, result } = decision;
  const observedGeneration = metadata.generation ?? 1;
  const time = timestamp(now);
  const moment = { observedGeneration, time };
  const previous = status?.conditions ?? [];
  const hasFinished = isFinished(state);
  return {
    observedGeneration,
    phase: state.phase,
    ...(podName && { podName }),
    ...(startTime && { startTime }),
    ...(hasFinished && { completionTime: endTime ?? time }),
    ...(steps.length > 0 && { completions: `${steps.filter(hasSucceeded).length}/${steps.length}` }),
    steps: hasFinished ? closedSteps(steps) : [...steps],
    ...(result && { result }),
    conditions: [
      ...conditionsOf(state, previous, moment),
      finishedCondition(state, previous, moment),
      ...takenCondition(run, state, moment),
    ],
  };
}

const hasSucceeded = ({ phase }: StepStatus): boolean => phase === 'Succeeded';
