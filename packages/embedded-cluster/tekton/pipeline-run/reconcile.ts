import { durationSeconds } from '../../../kubernetes-conventions/duration-seconds.js';
import type { KubernetesObject } from '../../../kubernetes-conventions/kubernetes-object.js';
import { secondsSince, timestamp } from '../../timestamp.js';
import {
  type ChildReference,
  defaultTimeout,
  type PipelineRun,
  type PipelineRunStatus,
  type PipelineSpec,
  type PipelineTask,
  type TaskRun,
} from '../objects.js';
import { failed, isOver, type RunCondition, running, succeededCondition } from '../succeeded-condition.js';
import { claimsOf } from './claims.js';
import { pipelineRunProblem } from './problem.js';
import { pipelineResults, type ResultVariables, resultVariables } from './results.js';
import { finalCondition, isStopping, type LostResult, runningCondition } from './run-condition.js';
import { resultReferences } from './task-order.js';
import { pipelineTaskOf, taskRunOf } from './task-run.js';
import { type TaskStates, taskStates } from './task-states.js';

export interface ObservedPipelineRun {
  readonly run: PipelineRun;
  /** Undefined when there is no such Pipeline. */
  readonly spec: PipelineSpec | undefined;
  /** A Task that one of its tasks names and nobody has. */
  readonly missingTask?: string | undefined;
  /** Those that belong to the run. */
  readonly taskRuns: readonly TaskRun[];
}

export interface PipelineRunOutcome {
  readonly status: PipelineRunStatus;
  /** TaskRuns, and before them the claims that they mount. What exists already stays as it is. */
  readonly create: readonly KubernetesObject[];
  /** TaskRuns to cancel, and the message for them. */
  readonly cancel: readonly TaskRun[];
  readonly cancelMessage: string;
  readonly requeueAfterSeconds?: number;
}

/** Decides what a PipelineRun needs. Pure: a second pass over what the first one made asks for nothing. */
export function reconcilePipelineRun(observed: ObservedPipelineRun, nowMilliseconds: number): PipelineRunOutcome {
  const { run, taskRuns } = observed;
  const now = timestamp(nowMilliseconds);
  if (isOver(run.status)) return outcome(run.status ?? {});
  if (run.spec.status === 'PipelineRunPending') {
    const pending = running('PipelineRunPending', `PipelineRun "${run.metadata.name}" is pending`);
    return outcome({ ...run.status, conditions: [succeededCondition(run.status, pending, now)] });
  }
  const spec = run.status?.pipelineSpec ?? observed.spec;
  const status: PipelineRunStatus = { startTime: now, ...run.status, ...(spec && { pipelineSpec: spec }) };
  const stop = stopCondition(run, status, nowMilliseconds);
  const unfinished = taskRuns.filter((taskRun) => !isOver(taskRun.status));
  if (stop)
    return { ...outcome(ended(run, status, stop.condition, now)), cancel: unfinished, cancelMessage: stop.message };
  const problem = pipelineRunProblem(run, spec, observed.missingTask);
  if (problem) return outcome(ended(run, status, problem, now));
  return proceed({ run, spec: spec ?? {}, status, taskRuns }, nowMilliseconds);
}

const outcome = (status: PipelineRunStatus): PipelineRunOutcome => ({
  status,
  create: [],
  cancel: [],
  cancelMessage: '',
});

const ended = ({ status: before }: PipelineRun, status: PipelineRunStatus, condition: RunCondition, now: string) => ({
  ...status,
  conditions: [succeededCondition(before, condition, now)],
  completionTime: now,
});

interface Pass {
  readonly run: PipelineRun;
  readonly spec: PipelineSpec;
  readonly status: PipelineRunStatus;
  readonly taskRuns: readonly TaskRun[];
}

function proceed(pass: Pass, nowMilliseconds: number): PipelineRunOutcome {
  const { run, spec, taskRuns } = pass;
  const byTask = new Map(taskRuns.map((taskRun) => [pipelineTaskOf(taskRun), taskRun]));
  const states = taskStates(spec, byTask);
  const variables = resultVariables(byTask);
  const ready = isStopping(states) ? [] : states.ready;
  const lost = ready.flatMap((task) => lostResults(task, variables));
  const create = ready
    .filter(({ name }) => !lost.some(({ neededBy }) => neededBy === name))
    .map((task) => taskRunOf(run, spec, task, variables));
  const status = { ...pass.status, ...childrenOf(spec, [...taskRuns, ...create]) };
  const now = timestamp(nowMilliseconds);
  if (states.running.length + create.length === 0) {
    return outcome(finished({ ...pass, status }, states, lost, variables, now));
  }
  return {
    ...outcome({ ...status, conditions: [succeededCondition(run.status, runningCondition(states), now)] }),
    create: [...claimsOf(run), ...create],
    ...requeue(run, status, nowMilliseconds),
  };
}

const lostResults = (task: PipelineTask, variables: ResultVariables): LostResult[] =>
  resultReferences(task)
    .filter(({ variable }) => !variables.has(variable))
    .map((reference) => ({ ...reference, neededBy: task.name }))
    .slice(0, 1);

/** Nothing runs and nothing will: what is left has been skipped. */
function finished(
  pass: Pass,
  states: TaskStates,
  lost: readonly LostResult[],
  variables: ResultVariables,
  now: string,
) {
  const { run, spec } = pass;
  const results = pipelineResults(spec, variables);
  const missing = (spec.results ?? []).filter(({ name }) => !results.some((result) => result.name === name));
  const skipped = isStopping(states) ? [...states.ready, ...states.waiting] : [];
  const status = {
    ...pass.status,
    ...(results.length > 0 && { results }),
    ...(skipped.length > 0 && {
      skippedTasks: skipped.map(({ name }) => ({ name, reason: 'PipelineRun was stopping' })),
    }),
  };
  const names = missing.map(({ name }) => name);
  return ended(run, status, finalCondition(states, lost, names), now);
}

/** In the order of the Pipeline's tasks. */
function childrenOf({ tasks = [] }: PipelineSpec, taskRuns: readonly TaskRun[]) {
  const place = (taskRun: TaskRun) => tasks.findIndex(({ name }) => name === pipelineTaskOf(taskRun));
  if (taskRuns.length === 0) return {};
  return {
    childReferences: taskRuns
      .toSorted((a, b) => place(a) - place(b))
      .map(
        (taskRun): ChildReference => ({
          apiVersion: 'tekton.dev/v1',
          kind: 'TaskRun',
          name: taskRun.metadata.name,
          pipelineTaskName: pipelineTaskOf(taskRun),
        }),
      ),
  };
}

interface Stop {
  readonly condition: RunCondition;
  /** The notice in the conditions of its TaskRuns. */
  readonly message: string;
}

/** @source tekton: TaskRunCancelledByPipelineMsg in pkg/apis/pipeline/v1/taskrun_types.go */
const cancelledWith = (how: string) => `TaskRun cancelled as the PipelineRun it belongs to has ${how}.`;

function stopCondition(
  { metadata: { name }, spec }: PipelineRun,
  status: PipelineRunStatus,
  now: number,
): Stop | undefined {
  if (spec.status === 'Cancelled' || spec.status === 'CancelledRunFinally') {
    return {
      condition: failed('Cancelled', `PipelineRun "${name}" was cancelled`),
      message: cancelledWith('been cancelled'),
    };
  }
  const { timeout, seconds } = timeoutOf(spec);
  if (seconds === 0 || secondsSince(status.startTime ?? '', now) < seconds) return undefined;
  const message = `PipelineRun "${name}" failed to finish within "${timeout}"`;
  return { condition: failed('PipelineRunTimeout', message), message: cancelledWith('timed out') };
}

/** Without `finally`, the tasks have the whole time or less. */
function timeoutOf({ timeouts = {} }: PipelineRun['spec']) {
  const given = [timeouts.pipeline ?? defaultTimeout, timeouts.tasks].filter((each) => each !== undefined);
  const limits = given.map((timeout) => ({ timeout, seconds: durationSeconds(timeout) }));
  const [shortest = { timeout: '0', seconds: 0 }] = limits
    .filter(({ seconds }) => seconds > 0)
    .sort((a, b) => a.seconds - b.seconds);
  return shortest;
}

function requeue({ spec }: PipelineRun, { startTime = '' }: PipelineRunStatus, now: number) {
  const { seconds } = timeoutOf(spec);
  return seconds === 0 ? {} : { requeueAfterSeconds: Math.max(0, seconds - secondsSince(startTime, now)) };
}
