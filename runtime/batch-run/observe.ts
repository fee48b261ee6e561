import type { BatchRun } from '../../api/generated/kinds.js';
import type { InformerContext } from '../caches/shared-informers.js';
import type { TooSoon } from '../engine/reconcile/status-writer.js';
import type { SharedLimits } from '../limits/shared-limits.js';
import { loadTemplate } from '../templates/load-template.js';
import { type Informers, runLabelKey } from './informers.js';
import { withoutEarlierJobs } from './jobs/live-jobs.js';
import { RELEASE_SECONDS } from './jobs/start-gate.js';
import { ledgerOwner, ledgerStore } from './ledger/ledger-owner.js';
import type { ObservedBatchRun } from './observed.js';
import { withLiveOutcomes } from './outcomes/live-outcomes.js';
import type { PassMemory } from './pass-memory.js';
import { limitOf } from './policies/shared-limit.js';
import { mayFollow } from './template/follow-template.js';
import type { Template } from './template/template.js';
import { templateObjects } from './template/template-objects.js';

/** Time for a watch that is behind. Its next event wakes the run anyway. */
const BEHIND_SECONDS = 1;

export interface BatchRunContext extends InformerContext {
  readonly memory: PassMemory;
  readonly limits: SharedLimits;
}

/** What the caches hold of a run. */
export function observe(
  run: BatchRun,
  informers: Informers,
  { memory, retention = {} }: BatchRunContext,
  now: number,
): ObservedBatchRun {
  const { jobs, pods, configMaps, warnings } = informers;
  const label = runLabelKey(run);
  const observedJobs = jobs.store.list('byRun', label);
  const observedConfigMaps = configMaps.store.list('byRun', label);
  const observedPods = pods.store.list('byRun', label);
  return {
    parent: run,
    children: [...observedJobs, ...observedConfigMaps],
    pods: [...observedPods, ...memory.departed.of(run.metadata.uid ?? '', now)],
    podsKnownUntil: pods.knownUntil,
    outcomes: memory.outcomes.prove(run, observedConfigMaps),
    warnings: [...observedJobs, ...observedPods].flatMap(({ metadata: { uid = '' } }) =>
      warnings.store.list('byInvolvedUid', uid),
    ),
    ...remembered(memory, run, now),
    retention,
  };
}

/** What earlier passes left. */
const remembered = (
  { createFailures, creations, releases }: PassMemory,
  { metadata: { uid = '' } }: BatchRun,
  now: number,
) => ({
  createFailures: createFailures.of(uid, now),
  recentlyCreated: creations.of(uid, now),
  everCreated: creations.known(uid),
  released: releases.of(uid, now),
  releasing: releases.of(uid, now, RELEASE_SECONDS),
});

/**
 * Reads from the API server what the caches do not hold: outcomes that do not match the status, which Jobs are those of an
 * earlier run, and a long template. Tells how long to wait when the caches are behind. Which tasks of the Batch have succeeded is read once, and then kept.
 *
 * @throws ApiError when the API server does not say
 */
export async function prepare(
  observed: ObservedBatchRun,
  informers: Informers,
  { transport, memory }: BatchRunContext,
): Promise<ObservedBatchRun | TooSoon> {
  const { parent } = observed;
  const known = { ...observed, ...(await withLiveOutcomes(transport, observed, memory.outcomes)) };
  if (isOver(parent)) return known;
  const live = { ...known, children: await withoutEarlierJobs(transport, known, memory.jobs) };
  const cached = templateObjects(parent, informers);
  if (!memory.templates.isReady(cached)) {
    const loaded = await loadTemplate(transport, cached);
    if (!loaded) return { waitSeconds: BEHIND_SECONDS };
    memory.templates.resolve(loaded, cached);
  }
  const owner = ledgerOwner(parent, informers);
  if (!owner || !reuses(memory.templates.resolve(cached))) return live;
  const store = ledgerStore(transport, informers);
  return { ...live, succeeded: (await memory.ledgers.load(owner, store)).entries };
}

/** Whether its template no longer matters. */
const isOver = (run: BatchRun): boolean => run.status?.completionTime !== undefined && !mayFollow(run);

const reuses = (template: Template): boolean => template.kind === 'Planned' && template.plan.reuses;

/** With its template, and with the limit as it is now: other runs may have started tasks since the pass began. */
export function complete(
  observed: ObservedBatchRun,
  informers: Informers,
  { memory, limits }: BatchRunContext,
  now: number,
): ObservedBatchRun {
  const { spec } = observed.parent;
  if (isOver(observed.parent)) return observed;
  const limit = spec.suspend || spec.cancel ? undefined : limitOf(observed.parent, informers);
  const objects = templateObjects(observed.parent, informers);
  const owner = observed.succeeded && ledgerOwner(observed.parent, informers);
  const latest = owner && memory.ledgers.latest(owner);
  return {
    ...observed,
    template: memory.templates.resolve(objects),
    ...(latest && { succeeded: latest.entries }),
    ...(limit !== undefined && { sharedLimit: limits.stateOf(limit, now) }),
  };
}
