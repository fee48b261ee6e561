import type { Batch, BatchRun, WorkspaceConfig } from '../../api/generated/kinds.js';
import { workspaceConfigNameOf } from '../workspace-config-name.js';
import type { CheckedObject } from './checked-object.js';
import { isOwn, type OwnKind, type OwnObject } from './own-kind.js';

/** The objects that are planned together. At least one member is there. */
export interface Composition {
  readonly run?: CheckedObject<BatchRun>;
  /** Absent for an inline batchSpec, and when batchRef names none of the objects. */
  readonly batch?: CheckedObject<Batch>;
  /** The one that workspaceConfigRef names, else the one named `default`. */
  readonly workspace?: CheckedObject<WorkspaceConfig>;
}

/**
 * Every BatchRun with its Batch and WorkspaceConfig, then every Batch that none of them names, then every
 * WorkspaceConfig that nothing uses: so each object is validated with all objects that it belongs to, and none is left out.
 */
export function compositions(objects: readonly CheckedObject[]): Composition[] {
  const runs = ofKind(objects, 'BatchRun').map((run) => compositionOf(objects, run));
  const batches = without(
    ofKind(objects, 'Batch'),
    runs.map(({ batch }) => batch),
  );
  const templates = batches.map((batch) => ({ batch, ...workspaceOf(objects, batch, batch.stored.spec) }));
  const used = [...runs, ...templates].map(({ workspace }) => workspace);
  return [
    ...runs,
    ...templates,
    ...without(ofKind(objects, 'WorkspaceConfig'), used).map((workspace) => ({ workspace })),
  ];
}

/** A BatchRun and what it refers to, as far as it is among the objects. */
export function compositionOf(objects: readonly CheckedObject[], run: CheckedObject<BatchRun>): Composition {
  const { batchRef, batchSpec } = run.stored.spec ?? {};
  const batch = batchRef === undefined ? undefined : findOwn(objects, 'Batch', run, batchRef);
  return { run, ...(batch ? { batch } : {}), ...workspaceOf(objects, run, batch?.stored.spec ?? batchSpec) };
}

function workspaceOf(objects: readonly CheckedObject[], near: CheckedObject, spec: Batch['spec'] | undefined) {
  const workspace = spec && findOwn(objects, 'WorkspaceConfig', near, workspaceConfigNameOf(spec));
  return workspace ? { workspace } : {};
}

export const ofKind = <Kind extends OwnKind>(objects: readonly CheckedObject[], kind: Kind) =>
  objects.filter((checked): checked is CheckedObject<OwnObject<Kind>> => isOwn(checked.object, kind));

/** References name an object of the same namespace. */
export const findOwn = <Kind extends OwnKind>(
  objects: readonly CheckedObject[],
  kind: Kind,
  near: Pick<CheckedObject, 'stored'>,
  name: string,
) =>
  ofKind(objects, kind).find(
    ({ stored: { metadata } }) => metadata.name === name && metadata.namespace === near.stored.metadata.namespace,
  );

const without = <Item>(items: readonly Item[], excluded: readonly (Item | undefined)[]): Item[] =>
  items.filter((item) => !excluded.includes(item));
