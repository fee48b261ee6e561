import type { TaskRun } from '../../api/generated/kinds.js';
import type { InformerContext } from '../caches/shared-informers.js';
import type { TooSoon } from '../engine/reconcile/status-writer.js';
import { grantedSlots, type SharedLimits } from '../limits/shared-limits.js';
import { loadTemplate } from '../templates/load-template.js';
import { type Informers, runLabelKey } from './informers.js';
import type { ObservedTaskRun } from './observed.js';
import type { PassMemory } from './pass-memory.js';
import { limitOf } from './policies/shared-limit.js';
import { isFinishedRun } from './run-state.js';
import { missingReference, resolveTemplate } from './template/template.js';
import { templateObjects } from './template/template-objects.js';

/** Time for a watch that is behind. Its next event wakes the run anyway. */
const BEHIND_SECONDS = 1;

export interface TaskRunContext extends InformerContext {
  readonly memory: PassMemory;
  readonly limits: SharedLimits;
}

/** What the caches hold of a run. */
export function observe(
  run: TaskRun,
  informers: Informers,
  { memory, retention = {} }: TaskRunContext,
  now: number,
): ObservedTaskRun {
  const { taskRunPods, taskRunConfigMaps, warnings } = informers;
  const label = runLabelKey(run);
  const pods = taskRunPods.store.list('byRun', label);
  return {
    parent: run,
    children: [...pods, ...taskRunConfigMaps.store.list('byRun', label)],
    warnings: pods.flatMap(({ metadata: { uid = '' } }) => warnings.store.list('byInvolvedUid', uid)),
    ...remembered(memory, run, now),
    retention,
    mayStart: true,
    missing: missingReference(templateObjects(run, informers)),
  };
}

/** What earlier passes left. */
const remembered = ({ createFailures, creations }: PassMemory, { metadata: { uid = '' } }: TaskRun, now: number) => ({
  createFailures: createFailures.of(uid, now),
  recentlyCreated: creations.of(uid, now),
  everCreated: creations.known(uid),
});

/**
 * Reads a long template from the API server when a Pod may have to be planned. Tells how long to wait when the caches are
 * behind.
 *
 * @throws ApiError when the API server does not say
 */
export async function prepare(
  observed: ObservedTaskRun,
  informers: Informers,
  { transport }: TaskRunContext,
): Promise<ObservedTaskRun | TooSoon> {
  const { parent, warnings } = observed;
  const objects = templateObjects(parent, informers);
  const tellsOfMounts = warnings.some(({ reason }) => reason === 'FailedMount');
  if (!plansPod(parent)) return tellsOfMounts ? { ...observed, template: resolveTemplate(objects) } : observed;
  const loaded = await loadTemplate(transport, objects);
  return loaded ? { ...observed, template: resolveTemplate(loaded) } : { waitSeconds: BEHIND_SECONDS };
}

/** With the limit as it is now: other runs may have started since the pass began. */
export function complete(
  observed: ObservedTaskRun,
  informers: Informers,
  context: TaskRunContext,
  now: number,
): ObservedTaskRun {
  const { parent } = observed;
  return plansPod(parent) ? { ...observed, mayStart: mayStart(parent, informers, context, now) } : observed;
}

/** Whether a Pod may have to be planned: none was reported, and one is wanted. */
const plansPod = (run: TaskRun): boolean =>
  !isFinishedRun(run) && run.status?.podName === undefined && !run.spec.cancel && !run.spec.suspend;

function mayStart(run: TaskRun, informers: Informers, { memory, limits }: TaskRunContext, now: number): boolean {
  const { uid = '' } = run.metadata;
  const limit = limitOf(run, informers);
  if (limit === undefined || memory.creations.of(uid, now).size > 0) return true;
  return grantedSlots({ run: uid, waiting: 1 }, limits.stateOf(limit, now)) > 0;
}
