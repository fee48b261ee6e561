import { dirname } from 'node:path';
import { type Clock, systemClock } from '../../../work-queue/clock.js';
import { type Controller, ownKey, startController } from '../../controller.js';
import { createEventRecorder, type RecordEvent } from '../../event-recorder.js';
import type { LocalApi } from '../../local-api.js';
import type { ObjectKey, Pod } from '../../objects.js';
import { isControlledBy } from '../../workloads/controller-reference.js';
import { type Task, type TaskRun, type TaskSpec, taskRuns, tasks } from '../objects.js';
import { ownerKeys, refusalOf, reportError, writeRunStatus } from '../run-status.js';
import { endedWith, failed, isOver, withNotice } from '../succeeded-condition.js';
import { type Machine, podNameOf, podOfTaskRun } from './pod.js';
import { reconcileTaskRun } from './reconcile.js';
import { readResultFiles, removeResultFiles } from './result-files.js';

export interface TaskRunMachine extends Omit<Machine, 'resultsFolder'> {
  /** A folder for the results of the present attempt, in one that is the run's. */
  resultsFolderOf(run: TaskRun): string;
  /** What must be said of a task's work; undefined when nothing must. */
  noticeFor(spec: TaskSpec): string | undefined;
}

/** Runs the steps of every TaskRun in a Pod, as Tekton would. Runs until stopped. */
export function startTaskRunController(api: LocalApi, machine: TaskRunMachine, clock: Clock = systemClock): Controller {
  const record = createEventRecorder(api, 'TaskRun', clock);
  return startController(api, {
    clock,
    watches: { [taskRuns]: ownKey, pods: ({ object }) => ownerKeys(object, 'TaskRun') },
    process: (key) => processRun(api, record, machine, key, clock.now()),
    onError: reportError('TaskRun'),
  });
}

function processRun(api: LocalApi, record: RecordEvent, machine: TaskRunMachine, key: ObjectKey, now: number) {
  const [namespace = '', name = ''] = key.split('/');
  const run = api.get(taskRuns, namespace, name) as TaskRun | undefined;
  if (!run || run.metadata.deletionTimestamp !== undefined) return undefined;
  const resultsFolder = machine.resultsFolderOf(run);
  const found = api.get('pods', namespace, podNameOf(run)) as Pod | undefined;
  const pod = found && isControlledBy(found, run) ? found : undefined;
  const spec = specOf(api, run);
  const resultFiles = () => readResultFiles(resultsFolder);
  const outcome = reconcileTaskRun({ run, spec, pod, resultFiles }, now);
  if (outcome.removesPod && pod) api.delete('pods', namespace, pod.metadata.name);
  const refused =
    outcome.startsPod &&
    spec &&
    refusalOf(() => api.create('pods', podOfTaskRun(run, spec, { ...machine, resultsFolder })));
  const status = refused ? endedWith(outcome.status, failed('PodCreationFailed', refused), now) : outcome.status;
  const notice = spec && machine.noticeFor(spec);
  writeRunStatus(api, record, taskRuns, run, notice ? withNotice(status, notice) : status);
  if (isOver(status)) removeResultFiles(dirname(resultsFolder));
  return outcome;
}

/** What it began with, whatever has become of its Task since. */
function specOf(api: LocalApi, { metadata: { namespace = '' }, spec, status }: TaskRun): TaskSpec | undefined {
  const { taskSpec, taskRef } = spec;
  if (taskSpec) return taskSpec;
  if (status?.taskSpec) return status.taskSpec;
  return taskRef?.name ? (api.get(tasks, namespace, taskRef.name) as Task | undefined)?.spec : undefined;
}
