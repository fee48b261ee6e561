import type { IConstruct } from 'constructs';
import type { KubernetesObject } from '../../packages/kubernetes-conventions/kubernetes-object.js';
import type { LocatedObject } from '../../plan/manifest/yaml/parse-manifest.js';

/** An object of a file, and where its fields are written. */
export interface WrittenObject {
  readonly object: KubernetesObject;
  readonly locate: LocatedObject['locate'];
}

const written = new WeakMap<IConstruct, readonly WrittenObject[]>();

/** Lets lints look at what a file says in place of the objects that a construct emits, and report file, line and column. */
export const lintAsWritten = (construct: IConstruct, objects: readonly WrittenObject[]): unknown =>
  written.set(construct, objects);

/** Undefined for a construct that reads no file. */
export const writtenObjectsOf = (construct: IConstruct): readonly WrittenObject[] | undefined => written.get(construct);
