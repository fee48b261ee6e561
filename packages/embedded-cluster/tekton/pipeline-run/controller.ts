import type { KubernetesObject } from '../../../kubernetes-conventions/kubernetes-object.js';
import { type Clock, systemClock } from '../../../work-queue/clock.js';
import { type Controller, ownKey, startController } from '../../controller.js';
import { createEventRecorder, type RecordEvent } from '../../event-recorder.js';
import type { LocalApi } from '../../local-api.js';
import type { ObjectKey } from '../../objects.js';
import { isControlledBy } from '../../workloads/controller-reference.js';
import {
  type Pipeline,
  type PipelineRun,
  type PipelineSpec,
  pipelineRuns,
  pipelines,
  type TaskRun,
  type TaskSpec,
  taskRuns,
  tasks,
} from '../objects.js';
import { ownerKeys, refusalOf, reportError, writeRunStatus } from '../run-status.js';
import { endedWith, failed, isOver, withNotice } from '../succeeded-condition.js';
import { claimsOf, cleansUp } from './claims.js';
import { type PipelineRunOutcome, reconcilePipelineRun } from './reconcile.js';

/** What must be said of a task's work; undefined when nothing must. */
type NoticeFor = (spec: TaskSpec) => string | undefined;

const claims = 'persistentvolumeclaims';

/** Runs the tasks of every PipelineRun in their order, as Tekton would. Runs until stopped. */
export function startPipelineRunController(
  api: LocalApi,
  noticeFor: NoticeFor,
  clock: Clock = systemClock,
): Controller {
  const record = createEventRecorder(api, 'PipelineRun', clock);
  return startController(api, {
    clock,
    watches: { [pipelineRuns]: ownKey, [taskRuns]: ({ object }) => ownerKeys(object, 'PipelineRun') },
    process: (key) => processRun(api, record, noticeFor, key, clock.now()),
    onError: reportError('PipelineRun'),
  });
}

function processRun(api: LocalApi, record: RecordEvent, noticeFor: NoticeFor, key: ObjectKey, now: number) {
  const [namespace = '', name = ''] = key.split('/');
  const run = api.get(pipelineRuns, namespace, name) as PipelineRun | undefined;
  if (!run || run.metadata.deletionTimestamp !== undefined) return undefined;
  const { pipelineRef, pipelineSpec } = run.spec;
  const pipeline = pipelineRef?.name
    ? (api.get(pipelines, namespace, pipelineRef.name) as Pipeline | undefined)
    : undefined;
  const own = (api.list(taskRuns, { namespace }) as readonly TaskRun[]).filter((each) => isControlledBy(each, run));
  const spec = run.status?.pipelineSpec ?? pipelineSpec ?? pipeline?.spec;
  const missingTask = isStarted(run) ? undefined : missingTaskOf(api, namespace, spec);
  const outcome = reconcilePipelineRun({ run, spec, missingTask, taskRuns: own }, now);
  const refused = act(api, outcome);
  const status = refused ? endedWith(outcome.status, failed('CreateRunFailed', refused), now) : outcome.status;
  const [notice] = (status.pipelineSpec?.tasks ?? []).flatMap(
    ({ taskSpec }) => (taskSpec && noticeFor(taskSpec)) ?? [],
  );
  if (notice && isOver(status) && !isOver(run.status)) tellOwner(record, run, notice);
  writeRunStatus(api, record, pipelineRuns, run, notice ? withNotice(status, notice) : status);
  if (isOver(status) && cleansUp(run)) removeClaims(api, run);
  return outcome;
}

function removeClaims(api: LocalApi, run: PipelineRun): void {
  for (const { metadata } of claimsOf(run)) {
    const { namespace = '', name } = metadata;
    if (api.get(claims, namespace, name)) api.delete(claims, namespace, name);
  }
}

/** From then on its tasks are what they were. */
const isStarted = ({ status }: PipelineRun): boolean => (status?.childReferences?.length ?? 0) > 0;

const missingTaskOf = (api: LocalApi, namespace: string, spec: PipelineSpec | undefined): string | undefined =>
  spec?.tasks?.flatMap(({ taskRef }) => taskRef?.name ?? []).find((name) => !api.get(tasks, namespace, name));

/** The owner of the run reports it in its own words, so the notice is an Event. */
function tellOwner(record: RecordEvent, { metadata }: PipelineRun, notice: string): void {
  const owner = metadata.ownerReferences?.find(({ controller }) => controller);
  if (!owner) return;
  const { apiVersion, kind, name, uid } = owner;
  const { namespace } = metadata;
  const object = { apiVersion, kind, metadata: { name, uid, ...(namespace !== undefined && { namespace }) } };
  record(object, { type: 'Warning', reason: 'StandIn', message: `PipelineRun ${metadata.name}: ${notice}` });
}

/** @returns why something cannot be created */
function act(api: LocalApi, { create, cancel, cancelMessage }: PipelineRunOutcome): string | undefined {
  for (const run of cancel) {
    const spec = { ...run.spec, status: 'TaskRunCancelled', statusMessage: cancelMessage };
    if (run.spec.status !== 'TaskRunCancelled') api.update(taskRuns, { ...run, spec } as TaskRun);
  }
  return create.map((object) => refusalOf(() => api.create(resourceOf(object), object))).find(Boolean);
}

const resourceOf = ({ kind }: KubernetesObject) => (kind === 'TaskRun' ? taskRuns : claims);
