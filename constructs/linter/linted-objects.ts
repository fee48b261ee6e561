import { ApiObject } from 'cdk8s';
import type { IConstruct } from 'constructs';
import type { KubernetesObject } from '../../packages/kubernetes-conventions/kubernetes-object.js';
import { PlannedObject } from '../planned-object.js';
import { type WrittenObject, writtenObjectsOf } from './written-objects.js';

/** An object that lints look at. */
export interface LintedObject extends Partial<Pick<WrittenObject, 'locate'>> {
  readonly construct: IConstruct;
  /** Follows from a Batch and a WorkspaceConfig, which are looked at. */
  readonly isPlanned: boolean;
  read(): KubernetesObject;
}

/** In the order of the constructs. */
export const lintedObjects = (constructs: readonly IConstruct[]): LintedObject[] => constructs.flatMap(objectsOf);

function objectsOf(construct: IConstruct): LintedObject[] {
  const written = writtenObjectsOf(construct);
  if (written) {
    return written.map(({ object, locate }) => ({ construct, isPlanned: false, locate, read: () => object }));
  }
  if (!ApiObject.isApiObject(construct)) return [];
  const isPlanned = PlannedObject.isPlannedObject(construct);
  const { scope } = construct.node;
  if (!isPlanned && scope && writtenObjectsOf(scope)) return [];
  return [{ construct, isPlanned, read: () => construct.toJson() as KubernetesObject }];
}
