import type { Task, TaskRun, TaskSpec, WorkspaceConfig } from '../../../api/generated/kinds.js';
import { listed } from '../../../packages/kubernetes-conventions/sentence.js';
import { formatFieldError } from '../../../packages/structural-schema/field-error.js';
import { schemaProblems } from '../../../plan/schema-problems.js';
import { planTaskRun, type TaskRunInputs, type TaskRunPlan } from '../../../plan/task-run/plan.js';
import { taskRunProblems } from '../../../plan/task-run/problems.js';
import { workspaceConfigNameOf } from '../../../plan/workspace-config-name.js';

/** What a run is planned from, as found in its namespace. */
export interface TemplateObjects {
  readonly run: TaskRun;
  /** The one `taskRef` names; undefined when it is missing or the spec is inline. */
  readonly task: Task | undefined;
  /** The one `workspaceConfigName` names; undefined when it is missing. */
  readonly workspace: WorkspaceConfig | undefined;
}

/** What those objects come to. */
export type Template =
  | { readonly kind: 'Planned'; readonly plan: TaskRunPlan }
  | { readonly kind: 'InvalidSpec'; readonly message: string }
  | MissingReference;

/** Something that may still be created. */
export interface MissingReference {
  readonly kind: 'TaskNotFound' | 'WorkspaceConfigNotFound';
  readonly message: string;
}

export const isMissing = (template: Template): template is MissingReference =>
  template.kind === 'TaskNotFound' || template.kind === 'WorkspaceConfigNotFound';

/** Characters of the problems that a message lists. */
const MAX_PROBLEMS = 8000;

/** The WorkspaceConfig to look for; undefined when there is no spec yet to say. */
export function workspaceConfigName({ run, task }: Omit<TemplateObjects, 'workspace'>): string | undefined {
  const spec = specOf(run, task);
  return spec && workspaceConfigNameOf(spec);
}

const specOf = (run: TaskRun, task: Task | undefined): TaskSpec | undefined => run.spec.taskSpec ?? task?.spec;

/** Pure, deterministic, and never throws: whatever is wrong becomes a message. */
export function resolveTemplate(objects: TemplateObjects): Template {
  const spec = specOf(objects.run, objects.task);
  const absent = missingReference(objects);
  if (!spec || absent) return absent ?? noTask(objects.run);
  const inputs = inputsOf(objects, spec);
  const problems = problemsOf(objects, inputs);
  if (problems.length > 0) return { kind: 'InvalidSpec', message: listed(problems, MAX_PROBLEMS) };
  return { kind: 'Planned', plan: planTaskRun(inputs) };
}

/** The first object that is referred to and is not there. Cheap, unlike the template. */
export function missingReference({ run, task, workspace }: TemplateObjects): MissingReference | undefined {
  const spec = specOf(run, task);
  if (!spec) return noTask(run);
  const { workspaceConfigRef: name } = spec;
  return workspace || !name
    ? undefined
    : missing('WorkspaceConfigNotFound', `WorkspaceConfig ${name}`, run.metadata.namespace);
}

const noTask = ({ spec: { taskRef }, metadata: { namespace } }: TaskRun): MissingReference =>
  missing('TaskNotFound', `Task ${taskRef}`, namespace);

const missing = (kind: MissingReference['kind'], what: string, namespace = ''): MissingReference => ({
  kind,
  message: `${what} does not exist in namespace ${namespace}; create it`,
});

function inputsOf({ run, task, workspace }: TemplateObjects, spec: TaskSpec): TaskRunInputs {
  const { name, namespace } = run.metadata;
  const { params, timeout } = run.spec;
  return {
    run: { name, ...(namespace ? { namespace } : {}), ...(params ? { params } : {}), ...(timeout ? { timeout } : {}) },
    task: { spec, ...(task ? { name: task.metadata.name } : {}) },
    workspace: workspace?.spec ?? {},
  };
}

/** Shape first: the planner's own rules hold only for objects of the right shape. Each problem begins with the kind it is in. */
function problemsOf({ run, task, workspace }: TemplateObjects, inputs: TaskRunInputs): string[] {
  const misshapen = schemaProblems([run, task, workspace]);
  if (misshapen.length > 0) return misshapen;
  const specPath = task ? 'Task.spec' : 'TaskRun.spec.taskSpec';
  return taskRunProblems(inputs).map((error) => formatFieldError({ ...error, path: inKind(error.path, specPath) }));
}

/** The planner calls the Task's spec `spec` wherever it was written, and the run's name `metadata.name`. */
function inKind(path: string, specPath: string): string {
  if (path.startsWith('spec')) return path.replace(/^spec/, specPath);
  return path.startsWith('metadata') ? `TaskRun.${path}` : path;
}
