import { durationSeconds } from '../../../kubernetes-conventions/duration-seconds.js';
import { isTerminal, type Pod } from '../../objects.js';
import { secondsSince, timestamp } from '../../timestamp.js';
import { defaultTimeout, type TaskRun, type TaskRunStatus, type TaskSpec } from '../objects.js';
import { missingParams } from '../param-values.js';
import { failed, isOver, type RunCondition, running, succeeded, succeededCondition } from '../succeeded-condition.js';
import { refusal, unsupportedInTask, unsupportedInTaskRun } from '../unsupported.js';
import { isKnown, referencesIn } from '../variables.js';
import { missingWorkspaces } from '../workspaces.js';
import { podNameOf, variablesOf } from './pod.js';
import { resultsTooLong, taskResults } from './results.js';
import { imagePullProblem, stepFailure, stepStates } from './step-states.js';

const tooLongReason = 'TaskRunResultLargerThanAllowedLimit';

export interface ObservedTaskRun {
  readonly run: TaskRun;
  /** Undefined when there is no such Task. */
  readonly spec: TaskSpec | undefined;
  /** Of this attempt. */
  readonly pod: Pod | undefined;
  /** Text by name of what the steps of this attempt have left; to be asked once they have ended. */
  readonly resultFiles: () => ReadonlyMap<string, string>;
}

export interface TaskRunOutcome {
  readonly status: TaskRunStatus;
  /** The Pod of this attempt is to be made. */
  readonly startsPod: boolean;
  /** The Pod of this attempt is to go. */
  readonly removesPod: boolean;
  readonly requeueAfterSeconds?: number;
}

/** Decides what a TaskRun needs. Pure but for the results it asks for: a second pass asks for nothing new. */
export function reconcileTaskRun(observed: ObservedTaskRun, nowMilliseconds: number): TaskRunOutcome {
  const { run, spec, pod } = observed;
  const now = timestamp(nowMilliseconds);
  const status: TaskRunStatus = { startTime: now, podName: '', ...run.status };
  if (isOver(run.status)) return { status, startsPod: false, removesPod: false };
  const stop = stopCondition(run, status, nowMilliseconds);
  if (stop) return end(observed, status, stop, now, stop.reason === 'TaskRunTimeout');
  const problem = problemOf(run, spec);
  if (problem || !spec) return end(observed, status, problem ?? noTask(run), now, false);
  if (!pod) return start(observed, spec, status, nowMilliseconds);
  const condition = podCondition(run, spec, pod, observed.resultFiles);
  if (condition.status !== 'Unknown') return end(observed, status, condition, now, condition.status === 'False');
  return {
    status: { ...status, ...seen(observed, now, condition) },
    startsPod: false,
    removesPod: false,
    ...requeue(run, status, nowMilliseconds),
  };
}

function start(observed: ObservedTaskRun, spec: TaskSpec, status: TaskRunStatus, now: number): TaskRunOutcome {
  const { run } = observed;
  const condition = running('Running', 'Not all Steps in the Task have finished executing');
  const conditions = [succeededCondition(run.status, condition, timestamp(now))];
  return {
    status: { ...status, taskSpec: spec, podName: podNameOf(run), conditions },
    startsPod: true,
    removesPod: false,
    ...requeue(run, status, now),
  };
}

/** The end of an attempt: of the TaskRun too, unless it may be tried again. */
function end(
  observed: ObservedTaskRun,
  status: TaskRunStatus,
  condition: RunCondition,
  now: string,
  mayRetry: boolean,
) {
  const { run, pod } = observed;
  const { retriesStatus = [], ...attempt } = { ...status, ...seen(observed, now, condition) };
  const removesPod = pod !== undefined && !isTerminal(pod);
  const retries = retriesStatus.length > 0 ? { retriesStatus } : {};
  if (!mayRetry || retriesStatus.length >= (run.spec.retries ?? 0)) {
    return { status: { ...attempt, ...retries, completionTime: now }, startsPod: false, removesPod };
  }
  const { steps: _, results: __, ...next } = attempt;
  const again = succeededCondition(run.status, running('ToBeRetried', condition.message), now);
  return {
    status: {
      ...next,
      podName: '',
      startTime: now,
      conditions: [again],
      retriesStatus: [...retriesStatus, { ...attempt, completionTime: now }],
    },
    startsPod: false,
    removesPod,
    requeueAfterSeconds: 0,
  };
}

/** What the Pod shows, in the status' fields. */
function seen({ run, spec, pod, resultFiles }: ObservedTaskRun, now: string, condition: RunCondition): TaskRunStatus {
  const conditions = [succeededCondition(run.status, condition, now)];
  if (!pod || !spec) return { conditions };
  const results = isTerminal(pod) && condition.reason !== tooLongReason ? taskResults(spec, resultFiles()) : [];
  return { conditions, steps: stepStates(pod, overBy(condition), now), ...(results.length > 0 && { results }) };
}

const cutOff: ReadonlySet<string> = new Set(['TaskRunCancelled', 'TaskRunTimeout', 'TaskRunImagePullFailed']);

/** What became of the steps that have not run to their end. */
function overBy({ status, reason }: RunCondition): string | undefined {
  if (status === 'Unknown') return undefined;
  return cutOff.has(reason) ? reason : 'Skipped';
}

function podCondition(
  run: TaskRun,
  spec: TaskSpec,
  pod: Pod,
  resultFiles: ObservedTaskRun['resultFiles'],
): RunCondition {
  const problem = imagePullProblem(run, pod);
  if (problem) return failed('TaskRunImagePullFailed', problem);
  if (pod.status?.phase === 'Failed') return stepFailure(pod);
  if (pod.status?.phase !== 'Succeeded') return running('Running', 'Not all Steps in the Task have finished executing');
  const tooLong = resultsTooLong(spec, resultFiles());
  if (tooLong) return failed(tooLongReason, tooLong);
  return succeeded('Succeeded', 'All Steps have completed executing');
}

function stopCondition(
  { metadata, spec }: TaskRun,
  { startTime = '' }: TaskRunStatus,
  now: number,
): RunCondition | undefined {
  const { status, statusMessage = '', timeout = defaultTimeout } = spec;
  if (status === 'TaskRunCancelled') {
    return failed('TaskRunCancelled', `TaskRun "${metadata.name}" was cancelled. ${statusMessage}`.trim());
  }
  const seconds = durationSeconds(timeout);
  if (seconds === 0 || secondsSince(startTime, now) < seconds) return undefined;
  return failed('TaskRunTimeout', `TaskRun "${metadata.name}" failed to finish within "${timeout}"`);
}

const noTask = ({ spec: { taskRef } }: TaskRun): RunCondition =>
  failed('TaskRunResolutionFailed', `there is no Task ${taskRef?.name ?? ''} in this namespace`);

/** Why it cannot run at all; undefined when it can. */
function problemOf(run: TaskRun, spec: TaskSpec | undefined): RunCondition | undefined {
  if (!spec) return noTask(run);
  const unsupported = [...unsupportedInTaskRun(run.spec), ...(run.spec.taskRef ? unsupportedInTask(spec) : [])];
  if (unsupported.length > 0) return failed('TaskRunValidationFailed', refusal(unsupported));
  const params = missingParams(spec.params, run.spec.params);
  if (params.length > 0) return failed('TaskRunValidationFailed', `no value for param ${params.join(', ')}`);
  const workspaces = missingWorkspaces(spec.workspaces, run.spec.workspaces);
  if (workspaces.length > 0)
    return failed('TaskRunValidationFailed', `workspace ${workspaces.join(', ')} is not bound`);
  const variables = variablesOf(run, spec);
  const { steps, stepTemplate, volumes } = spec;
  const unknown = referencesIn([steps, stepTemplate, volumes]).filter((reference) => !isKnown(reference, variables));
  if (unknown.length > 0) {
    return failed('TaskRunValidationFailed', refusal(unknown.map((reference) => `$(${reference}) here`)));
  }
  return undefined;
}

function requeue({ spec }: TaskRun, { startTime = '' }: TaskRunStatus, now: number): { requeueAfterSeconds?: number } {
  const seconds = durationSeconds(spec.timeout ?? defaultTimeout);
  return seconds === 0 ? {} : { requeueAfterSeconds: Math.max(0, seconds - secondsSince(startTime, now)) };
}
