import type { KubernetesObject } from '../packages/kubernetes-conventions/kubernetes-object.js';
import type { Owners, Problem } from './problem.js';
import { schemaProblems } from './schema-problems.js';

/** What objects come to: the inputs of the planner, or why there are none. */
export type Resolution<Inputs> =
  | { readonly kind: 'Resolved'; readonly inputs: Inputs }
  | { readonly kind: 'Missing'; readonly missing: MissingReference }
  | Validated<Inputs>;

export type Validated<Inputs> =
  | { readonly kind: 'Resolved'; readonly inputs: Inputs }
  | { readonly kind: 'Invalid'; readonly problems: readonly Problem[] };

/** A reference to an object that is not there, and may still be created. */
export interface MissingReference {
  /** Kind and name of what is missing, in the namespace of `owner`. */
  readonly kind: 'Batch' | 'Task' | 'WorkspaceConfig';
  readonly name: string;
  /** The object that refers to it, and the field that does. */
  readonly owner: KubernetesObject;
  readonly path: string;
}

/** Of a WorkspaceConfig that is not there: only one that is named has to be. */
export function missingWorkspace(
  { workspaceConfigRef: name }: { readonly workspaceConfigRef?: string },
  { template, templatePath }: Pick<Owners, 'template' | 'templatePath'>,
): MissingReference | undefined {
  if (!name) return undefined;
  return { kind: 'WorkspaceConfig', name, owner: template, path: `${templatePath}.workspaceConfigRef` };
}

/** Says what to do. */
export const formatMissing = ({ kind, name, owner }: MissingReference): string =>
  `${kind} ${name} does not exist in namespace ${owner.metadata.namespace}; create it`;

/**
 * The inputs, unless something is wrong with the objects they were made of.
 *
 * @param problems those that the planner finds, asked for only when the shapes are right
 */
export function validated<Inputs>(
  objects: Parameters<typeof schemaProblems>[0],
  inputs: Inputs,
  problems: () => readonly Problem[],
): Validated<Inputs> {
  const misshapen = schemaProblems(objects);
  const found = misshapen.length > 0 ? misshapen : problems();
  return found.length > 0 ? { kind: 'Invalid', problems: found } : { kind: 'Resolved', inputs };
}
