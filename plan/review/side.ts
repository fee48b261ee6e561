import type { Batch, BatchRun, WorkspaceConfig } from '../../api/generated/kinds.js';
import { fitName } from '../../packages/kubernetes-conventions/fit-name.js';
import type { KubernetesObject, ObjectMeta } from '../../packages/kubernetes-conventions/kubernetes-object.js';
import { isJsonObject } from '../../packages/structural-schema/json-schema-props.js';
import { isOwn } from '../manifest/object/own-kind.js';
import { typedMetadata } from '../metadata/typed-metadata.js';
import type { RunOrigin } from './plan-review.js';
import { type ReviewedTask, taskOf } from './reviewed-task.js';

/** An object of one of the two sides of a comparison. */
export interface SideObject {
  readonly object: KubernetesObject;
  /** `Planned` for what a controller creates, `Assumed` for what it would create for a template without a run. */
  readonly origin: RunOrigin;
  /** Of an earlier run of a cluster: tasks are compared with it, and its own objects stay. */
  readonly isHistory?: boolean;
}

/** The tasks of one run, in the order of the objects. */
export interface SideRun {
  readonly name: string;
  readonly namespace: string | undefined;
  readonly template: string;
  readonly origin: RunOrigin;
  /** Whether it is an earlier run of a cluster, which stays. */
  readonly isHistory: boolean;
  readonly tasks: readonly ReviewedTask[];
}

/** All objects of before or after, by what they are asked for. */
export interface Side {
  /** By identity; further ones with the same identity have a number behind it. */
  readonly objects: ReadonlyMap<string, SideObject>;
  /** By namespace and name. */
  readonly runs: ReadonlyMap<string, SideRun>;
  /** The BatchRun of the tasks of a run. */
  batchRun(run: SideRun): BatchRun | undefined;
  batch(run: SideRun): Batch | undefined;
  workspace(name: string, namespace: string | undefined): WorkspaceConfig | undefined;
}

/** What makes two objects the same one: group, kind, namespace and name. */
export function identityOf({ apiVersion, kind, metadata: { namespace = '', name } }: KubernetesObject): string {
  const group = apiVersion.includes('/') ? apiVersion.slice(0, apiVersion.indexOf('/')) : '';
  return JSON.stringify([group, kind, namespace, name]);
}

const placeOf = (namespace: string | undefined, name: string): string => JSON.stringify([namespace ?? '', name]);

/** Objects without a name, which get another at each creation, are left out. */
export function sideOf(objects: Iterable<SideObject>): Side {
  const all = new Map<string, SideObject>();
  for (const one of objects) {
    const object = asWritten(withTypedMetadata(one.object));
    if (object.metadata.name) all.set(freeKey(all, one, object), object === one.object ? one : { ...one, object });
  }
  const own = { BatchRun: new Map<string, BatchRun>(), Batch: new Map<string, Batch>() };
  const workspaces = new Map<string, WorkspaceConfig>();
  for (const { object } of all.values()) {
    const { namespace, name } = object.metadata;
    if (isOwn(object, 'BatchRun')) own.BatchRun.set(placeOf(namespace, fitName(name)), object);
    if (isOwn(object, 'Batch')) own.Batch.set(placeOf(namespace, fitName(name)), object);
    if (isOwn(object, 'WorkspaceConfig')) workspaces.set(placeOf(namespace, name), object);
  }
  return {
    objects: all,
    runs: runsOf(all.values()),
    batchRun: ({ namespace, name }) => own.BatchRun.get(placeOf(namespace, name.slice(name.indexOf('/') + 1))),
    batch: ({ namespace, template }) => own.Batch.get(placeOf(namespace, template.slice(template.indexOf('/') + 1))),
    workspace: (name, namespace) => workspaces.get(placeOf(namespace, name)),
  };
}

/**
 * What is written takes the place of what is planned. Manifests of several clusters may have objects of one name: each of them
 * is compared, with the one that has its place in the order.
 */
function freeKey(all: ReadonlyMap<string, SideObject>, { origin }: SideObject, object: KubernetesObject): string {
  const identity = identityOf(object);
  let key = identity;
  for (let n = 2; origin === 'Written' && all.get(key)?.origin === 'Written'; n += 1) key = `${identity} ${n}`;
  return key;
}

/** Nobody has checked what was committed before: a label may be a number. */
function withTypedMetadata(object: KubernetesObject): KubernetesObject {
  const {
    name,
    namespace = '',
    labels = {},
    annotations = {},
  }: Readonly<Record<keyof ObjectMeta, unknown>> = {
    ...(object.metadata as Readonly<Record<keyof ObjectMeta, unknown>>),
  };
  const isTyped = typeof name === 'string' && typeof namespace === 'string' && isTexts(labels) && isTexts(annotations);
  return isTyped ? object : { ...object, metadata: typedMetadata(object.metadata) };
}

const serverFields = [
  'uid',
  'resourceVersion',
  'generation',
  'creationTimestamp',
  'managedFields',
  'selfLink',
] as const;

/** Without what only a server sets, as in the output of `kubectl get -o yaml`. */
function asWritten(object: KubernetesObject): KubernetesObject {
  const isMarked = 'status' in object || serverFields.some((field) => field in object.metadata);
  if (!isMarked) return object;
  const { status: _, ...written } = object as KubernetesObject & { readonly status?: unknown };
  const isOurs = ([field]: readonly [string, unknown]) => !serverFields.some((one) => one === field);
  const metadata = Object.fromEntries(Object.entries(object.metadata).filter(isOurs)) as unknown as ObjectMeta;
  return { ...written, metadata };
}

const isTexts = (value: unknown): boolean =>
  isJsonObject(value) && Object.keys(value).every((key) => typeof value[key] === 'string');

function runsOf(objects: Iterable<SideObject>): Map<string, SideRun> {
  const runs = new Map<string, SideRun & { readonly tasks: ReviewedTask[] }>();
  for (const one of objects) {
    const task = taskOf(one.object);
    if (!task) continue;
    const { namespace, run, template } = task;
    const place = placeOf(namespace, run);
    const known = runs.get(place);
    if (known) known.tasks.push(task);
    else
      runs.set(place, {
        name: run,
        namespace,
        template,
        origin: one.origin,
        isHistory: one.isHistory ?? false,
        tasks: [task],
      });
  }
  return runs;
}
