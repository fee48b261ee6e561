import type { KubernetesObject } from '../../api/kubernetes-object.js';
import { WorkQueue } from '../../runtime/engine/work-queue.js';
import { ApiError } from '../api-error.js';
import { createEventRecorder } from '../event-recorder.js';
import type { LocalApi } from '../local-api.js';
import { keyOf, type ObjectKey } from '../objects.js';
import { isControlledBy } from '../workloads/controller-reference.js';
import type { Controller } from '../workloads/job-controller.js';
import { type Pipeline, type PipelineRun, pipelineRuns, pipelines, type TaskRun, taskRuns } from './objects.js';
import { type PipelineRunOutcome, reconcilePipelineRun } from './reconcile-pipeline-run.js';
import { ownerKey, requeueAfter, writeRunStatus } from './run-controller.js';

/** Runs the tasks of every PipelineRun in their order, as Tekton would. Runs until stopped. */
export function startPipelineRunController(api: LocalApi): Controller {
  const record = createEventRecorder(api, 'PipelineRun');
  const queue = new WorkQueue<ObjectKey>({ process: async (key) => processRun(api, record, key) });
  const stopWatches = [
    api.watch(pipelineRuns, ({ object }) => queue.add(keyOf(object))),
    api.watch(taskRuns, ({ object }) => {
      const owner = ownerKey(object, 'PipelineRun');
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

function processRun(api: LocalApi, record: ReturnType<typeof createEventRecorder>, key: ObjectKey) {
  const [namespace = '', name = ''] = key.split('/');
  const run = api.get(pipelineRuns, namespace, name) as PipelineRun | undefined;
  if (!run || run.metadata.deletionTimestamp !== undefined) return undefined;
  const { pipelineRef, pipelineSpec } = run.spec;
  const pipeline = pipelineRef?.name
    ? (api.get(pipelines, namespace, pipelineRef.name) as Pipeline | undefined)
    : undefined;
  const own = (api.list(taskRuns, { namespace }) as readonly TaskRun[]).filter((each) => isControlledBy(each, run));
  const outcome = reconcilePipelineRun({ run, spec: pipelineSpec ?? pipeline?.spec, taskRuns: own }, Date.now());
  act(api, outcome);
  writeRunStatus(api, record, pipelineRuns, run, outcome.status);
  return requeueAfter(outcome);
}

function act(api: LocalApi, { create, cancel, cancelMessage }: PipelineRunOutcome): void {
  for (const object of create) createOnce(api, object);
  for (const run of cancel) {
    const spec = { ...run.spec, status: 'TaskRunCancelled', statusMessage: cancelMessage };
    if (run.spec.status !== 'TaskRunCancelled') api.update(taskRuns, { ...run, spec } as TaskRun);
  }
}

function createOnce(api: LocalApi, object: KubernetesObject): void {
  try {
    api.create(object.kind === 'TaskRun' ? taskRuns : 'persistentvolumeclaims', object);
  } catch (error) {
    if (!(error instanceof ApiError && error.reason === 'AlreadyExists')) throw error;
  }
}
