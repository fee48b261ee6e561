import type { KubernetesObject } from '../../../packages/kubernetes-conventions/kubernetes-object.js';
import type { BatchRunLookup } from '../../batch-run/resolve.js';
import type { Problem } from '../../problem.js';
import type { TaskRunLookup } from '../../task-run/resolve.js';
import type { CheckedObject } from '../object/checked-object.js';
import { isOwn, type OwnKind, type OwnObject } from '../object/own-kind.js';

/** Objects that are given together, as an API server would store them. Of two with one name the first counts. */
export interface KnownObjects extends BatchRunLookup, TaskRunLookup {
  /** What is wrong with an object in itself. Of one that is not among the objects: nothing. */
  errorsOf(stored: KubernetesObject | undefined): CheckedObject['errors'];
  /** The same problems at the objects as they were written. Those of objects that are not among them are left out. */
  asWritten(problems: readonly Problem[]): Problem[];
}

export function knownObjects(objects: readonly CheckedObject[]): KnownObjects {
  const byStored = new Map<KubernetesObject, CheckedObject>(objects.map((checked) => [checked.stored, checked]));
  return {
    batch: finder(objects, 'Batch'),
    task: finder(objects, 'Task'),
    workspace: finder(objects, 'WorkspaceConfig'),
    errorsOf: (stored) => (stored && byStored.get(stored)?.errors) ?? [],
    asWritten: (problems) =>
      problems.flatMap((problem) => {
        const owner = byStored.get(problem.owner)?.object;
        return owner ? [{ ...problem, owner }] : [];
      }),
  };
}

type Finder<Kind extends OwnKind> = (name: string, namespace: string | undefined) => OwnObject<Kind> | undefined;

function finder<Kind extends OwnKind>(objects: readonly CheckedObject[], kind: Kind): Finder<Kind> {
  const keyOf = (name: unknown, namespace: unknown) => JSON.stringify([namespace, name]);
  const byName = new Map(
    ofKind(objects, kind)
      .toReversed()
      .map(({ stored }) => [keyOf(stored.metadata.name, stored.metadata.namespace), stored]),
  );
  return (name, namespace) => byName.get(keyOf(name, namespace));
}

export const ofKind = <Kind extends OwnKind>(objects: readonly CheckedObject[], kind: Kind) =>
  objects.filter((checked): checked is CheckedObject<OwnObject<Kind>> => isOwn(checked.object, kind));
