import { formatMissing, type MissingReference as Missing } from '../../../plan/resolution.js';
import { planTaskRun, type TaskRunPlan } from '../../../plan/task-run/plan.js';
import { missingOf, resolveTaskRun, type TaskRunObjects } from '../../../plan/task-run/resolve.js';
import { type InvalidSpec, invalidSpec } from '../../templates/invalid-spec.js';

/** What a run and the objects that it refers to come to. */
export type Template = { readonly kind: 'Planned'; readonly plan: TaskRunPlan } | InvalidSpec | MissingReference;

/** Something that may still be created. */
export interface MissingReference {
  readonly kind: 'TaskNotFound' | 'WorkspaceConfigNotFound';
  readonly message: string;
}

export const isMissing = (template: Template): template is MissingReference =>
  template.kind === 'TaskNotFound' || template.kind === 'WorkspaceConfigNotFound';

/** Pure, deterministic, and never throws: whatever is wrong becomes a message. */
export function resolveTemplate(objects: TaskRunObjects): Template {
  const resolution = resolveTaskRun(objects);
  if (resolution.kind === 'Invalid') return invalidSpec(resolution.problems);
  if (resolution.kind === 'Missing') return notFound(resolution.missing);
  return { kind: 'Planned', plan: planTaskRun(resolution.inputs) };
}

/** The first object that is referred to and is not there. Cheap, unlike the template. */
export function missingReference(objects: TaskRunObjects): MissingReference | undefined {
  const missing = missingOf(objects);
  return missing && notFound(missing);
}

const notFound = (missing: Missing): MissingReference => ({
  kind: missing.kind === 'Task' ? 'TaskNotFound' : 'WorkspaceConfigNotFound',
  message: formatMissing(missing),
});
