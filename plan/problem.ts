import type { KubernetesObject } from '../packages/kubernetes-conventions/kubernetes-object.js';
import { type FieldError, formatFieldError } from '../packages/structural-schema/field-error.js';
import { withoutTokens } from '../packages/structural-schema/token-shapes.js';
import { typedMetadata } from './metadata/typed-metadata.js';

/** One reason why an object is not valid: the object that holds the field, its path there, and what is wrong with it. */
export interface Problem<Owner = KubernetesObject> extends FieldError {
  readonly owner: Owner;
}

/** What an object is in a plan. The planner knows no objects, so it says of a field only which of these holds it. */
export type Part = 'run' | 'template' | 'workspace';

/** A problem as the planner finds it. */
export type PlanProblem = Problem<Part>;

/** Where something was written. */
export interface Place {
  readonly owner: Part;
  readonly path: string;
}

/** The objects that a plan is made of. */
export interface Owners {
  readonly run: KubernetesObject;
  /** The run itself where the template is written into it. */
  readonly template: KubernetesObject;
  readonly workspace: KubernetesObject | undefined;
  /** Where the template's spec is in its owner: `spec`, or `spec.batchSpec` or `spec.taskSpec` of a run. */
  readonly templatePath: string;
}

/** A problem of each field error. */
export const ownedBy = <Owner extends Part | KubernetesObject>(
  owner: Owner,
  errors: readonly FieldError[],
): Problem<Owner>[] => errors.map((error) => ({ ...error, owner }));

/** Gives each problem of a plan the object that holds the field. */
export function attributed(problems: readonly PlanProblem[], owners: Owners): Problem[] {
  return problems.map((problem) => {
    const { owner: part, path } = problem;
    // Only a WorkspaceConfig that is there has fields.
    const owner = owners[part] ?? owners.run;
    return { ...problem, owner, path: part === 'template' ? path.replace(/^spec\b/, owners.templatePath) : path };
  });
}

/** A place in a message about another field: `spec.env[0].name`, and of a WorkspaceConfig with its kind. */
export const formatPlace = ({ owner, path }: Place): string =>
  owner === 'workspace' ? `WorkspaceConfig.${path}` : path;

/** `Batch update-deps: spec.variableContexts[3][0].file.source: Required value`. */
export const formatProblem = (problem: Problem): string =>
  `${problem.owner.kind} ${withoutTokens(titleOf(problem.owner))}: ${formatFieldError(problem)}`;

/** The metadata may be of any type. */
function titleOf({ metadata }: KubernetesObject): string {
  const { name, generateName } = typedMetadata(metadata);
  return generateName ?? name;
}
