import { dirname } from 'node:path';
import { WorkQueue } from '../../work-queue/work-queue.js';
import { createEventRecorder, type RecordEvent } from '../event-recorder.js';
import type { LocalApi } from '../local-api.js';
import { keyOf, type ObjectKey, type Pod } from '../objects.js';
import { isControlledBy } from '../workloads/controller-reference.js';
import type { Controller } from '../workloads/job-controller.js';
import { type Task, type TaskRun, type TaskSpec, taskRuns, tasks } from './objects.js';
import { type Machine, podNameOf, podOfTaskRun } from './pod-of-task-run.js';
import { reconcileTaskRun } from './reconcile-task-run.js';
import { readResultFiles, removeResultFiles } from './result-files.js';
import { ownerKey, refusalOf, requeueAfter, tell, writeRunStatus } from './run-controller.js';
import { endedWith, failed, isOver, withNotice } from './succeeded-condition.js';

export interface TaskRunMachine extends Omit<Machine, 'resultsFolder'> {
  /** A folder for the results of the present attempt, in one that is the run's. */
  resultsFolderOf(run: TaskRun): string;
  /** What must be said of a task's work; undefined when nothing must. */
  noticeFor(spec: TaskSpec): string | undefined;
}

/** Runs the steps of every TaskRun in a Pod, as Tekton would. Runs until stopped. */
export function startTaskRunController(api: LocalApi, machine: TaskRunMachine): Controller {
  const record = createEventRecorder(api, 'TaskRun');
  const process = async (key: ObjectKey) => processRun(api, record, machine, key);
  const queue = new WorkQueue<ObjectKey>({ process, onError: tell('TaskRun') });
  const stopWatches = [
    api.watch(taskRuns, ({ object }) => queue.add(keyOf(object))),
    api.watch('pods', ({ object }) => {
      const owner = ownerKey(object, 'TaskRun');
      if (owner !== undefined) queue.add(owner);
    }),
  ];
  queue.start();
  return {
    stop: async () => {
      for (const stopWatch of stopWatches) stopWatch();
      await queue.stop();
    },
  };
}

function processRun(api: LocalApi, record: RecordEvent, machine: TaskRunMachine, key: ObjectKey) {
  const [namespace = '', name = ''] = key.split('/');
  const run = api.get(taskRuns, namespace, name) as TaskRun | undefined;
  if (!run || run.metadata.deletionTimestamp !== undefined) return undefined;
  const resultsFolder = machine.resultsFolderOf(run);
  const found = api.get('pods', namespace, podNameOf(run)) as Pod | undefined;
  const pod = found && isControlledBy(found, run) ? found : undefined;
  const spec = specOf(api, run);
  const resultFiles = () => readResultFiles(resultsFolder);
  const outcome = reconcileTaskRun({ run, spec, pod, resultFiles }, Date.now());
  if (outcome.removesPod && pod) api.delete('pods', namespace, pod.metadata.name);
  const refused =
    outcome.startsPod &&
    spec &&
    refusalOf(() => api.create('pods', podOfTaskRun(run, spec, { ...machine, resultsFolder })));
  const status = refused ? endedWith(outcome.status, failed('PodCreationFailed', refused), Date.now()) : outcome.status;
  const notice = spec && machine.noticeFor(spec);
  writeRunStatus(api, record, taskRuns, run, notice ? withNotice(status, notice) : status);
  if (isOver(status)) removeResultFiles(dirname(resultsFolder));
  return requeueAfter(outcome);
}

/** What it began with, whatever has become of its Task since. */
function specOf(api: LocalApi, { metadata: { namespace = '' }, spec, status }: TaskRun): TaskSpec | undefined {
  const { taskSpec, taskRef } = spec;
  if (taskSpec) return taskSpec;
  if (status?.taskSpec) return status.taskSpec;
  return taskRef?.name ? (api.get(tasks, namespace, taskRef.name) as Task | undefined)?.spec : undefined;
}
