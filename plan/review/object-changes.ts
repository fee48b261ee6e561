import { LABEL_BATCH_RUN, LABEL_TASK_RUN } from '../../api/labels.js';
import type { KubernetesObject } from '../../packages/kubernetes-conventions/kubernetes-object.js';
import { immutableChanges, isReplacedOnChange } from '../manifest/change/immutable-changes.js';
import { fieldChanges } from './field-changes.js';
import { isEqual } from './is-equal.js';
import { namedPlace } from './named-object.js';
import type { ImmutableChange, ObjectCounts, ObjectReview } from './plan-review.js';
import type { Side, SideObject } from './side.js';

export interface ObjectChanges {
  readonly objectCounts: ObjectCounts;
  readonly objects: readonly ObjectReview[];
  readonly immutables: readonly ImmutableChange[];
}

/**
 * What happens to each object by itself. What the controller creates for a run does not count, since it does not change it
 * later, nor what would exist only if somebody started a run.
 */
export function objectChanges(before: Side, after: Side): ObjectChanges {
  const counts = { create: 0, change: 0, remove: 0, same: 0 };
  const objects: ObjectReview[] = [];
  const immutables = new Map<string, ImmutableChange & { count: number; readonly objects: string[] }>();
  const ofController = controllersRuns(after);
  for (const [identity, one] of after.objects) {
    if (one.origin === 'Assumed' || ofController.has(runOf(one.object))) continue;
    const old = realIn(before, identity);
    if (old && isEqual(old.object, one.object)) {
      counts.same += 1;
      continue;
    }
    counts[old ? 'change' : 'create'] += 1;
    if (old && one.origin === 'Written') addImmutable(immutables, old.object, one.object);
    if (!isOfTask(one.object)) objects.push(reviewOf(old ? 'Change' : 'Create', one.object, old?.object));
  }
  for (const [identity, { object, origin, isHistory }] of before.objects) {
    const isCounted = origin === 'Written' || !isOfTask(object);
    if (origin === 'Assumed' || isHistory || !isCounted || ofController.has(runOf(object))) continue;
    if (realIn(after, identity)) continue;
    counts.remove += 1;
    if (!isOfTask(object)) objects.push(reviewOf('Remove', object));
  }
  const sorted = [...immutables.values()].sort((a, b) => b.count - a.count);
  return { objectCounts: counts, objects, immutables: sorted };
}

function realIn(side: Side, identity: string): SideObject | undefined {
  const found = side.objects.get(identity);
  return found?.origin === 'Assumed' ? undefined : found;
}

/** Runs whose objects the controller creates. */
const controllersRuns = (side: Side): ReadonlySet<string> =>
  new Set(
    [...side.objects.values()].flatMap(({ object, origin }) =>
      origin === 'Planned' && isOfTask(object) ? runOf(object) : [],
    ),
  );

/** Jobs and Pods of tasks, and the ConfigMaps that they read: the tasks say what becomes of them. */
const isOfTask = (object: KubernetesObject): boolean =>
  ['Job', 'Pod', 'ConfigMap'].includes(object.kind) && labelOf(object) !== undefined;

const labelOf = ({ metadata: { labels } }: KubernetesObject): string | undefined =>
  labels?.[LABEL_BATCH_RUN] ?? labels?.[LABEL_TASK_RUN];

/** The run of an object of a task; empty for all others. */
const runOf = (object: KubernetesObject): string =>
  isOfTask(object) ? JSON.stringify([object.metadata.namespace ?? '', labelOf(object)]) : '';

function reviewOf(action: ObjectReview['action'], object: KubernetesObject, old?: KubernetesObject): ObjectReview {
  const { kind, metadata } = object;
  const { namespace, name } = metadata;
  const fields = old ? fieldChanges(old, object) : [];
  return { action, kind, ...(namespace === undefined ? {} : { namespace }), name, fields };
}

const mostNames = 10;

function addImmutable(
  found: Map<string, ImmutableChange & { count: number; readonly objects: string[] }>,
  before: KubernetesObject,
  after: KubernetesObject,
): void {
  const fields = immutableChanges(before, after).map(({ path }) => path);
  if (fields.length === 0) return;
  const outcome = isReplacedOnChange(after) ? 'Replaced' : 'Refused';
  const key = JSON.stringify([outcome, after.kind, fields]);
  const known = found.get(key) ?? { outcome, kind: after.kind, fields, count: 0, objects: [] };
  known.count += 1;
  if (known.objects.length < mostNames) known.objects.push(namedPlace(after));
  found.set(key, known);
}
