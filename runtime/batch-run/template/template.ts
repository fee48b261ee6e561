import type { Batch, BatchRun, BatchSpec, WorkspaceConfig } from '../../../api/generated/kinds.js';
import { listed } from '../../../packages/kubernetes-conventions/sentence.js';
import { formatFieldError } from '../../../packages/structural-schema/field-error.js';
import type { BatchRunInputs } from '../../../plan/batch-run/inputs.js';
import { type Pace, paceOf } from '../../../plan/batch-run/pace.js';
import { type BatchRunPlan, planBatchRun } from '../../../plan/batch-run/plan.js';
import { batchRunProblems } from '../../../plan/batch-run/problems.js';
import { schemaProblems } from '../../../plan/schema-problems.js';
import { workspaceConfigNameOf } from '../../../plan/workspace-config-name.js';

/** What a run is planned from, as found in its namespace. */
export interface TemplateObjects {
  readonly run: BatchRun;
  /** The one `batchRef` names; undefined when it is missing or the spec is inline. */
  readonly batch: Batch | undefined;
  /** The one `workspaceConfigName` names; undefined when it is missing. */
  readonly workspace: WorkspaceConfig | undefined;
}

/** What those objects come to. */
export type Template =
  | { readonly kind: 'Planned'; readonly plan: BatchRunPlan; readonly pace: Pace }
  | { readonly kind: 'BatchNotFound' | 'WorkspaceConfigNotFound' | 'InvalidSpec'; readonly message: string };

/** Characters of the problems a message lists; one mistake may be repeated in thousands of tasks. */
const MAX_PROBLEMS = 8000;

/** The WorkspaceConfig to look for; undefined when there is no spec yet to say. */
export function workspaceConfigName({ run, batch }: Omit<TemplateObjects, 'workspace'>): string | undefined {
  const spec = specOf(run, batch);
  return spec && workspaceConfigNameOf(spec);
}

const specOf = (run: BatchRun, batch: Batch | undefined): BatchSpec | undefined => run.spec.batchSpec ?? batch?.spec;

/** Pure, deterministic, and never throws: whatever is wrong becomes a message. */
export function resolveTemplate({ run, batch, workspace }: TemplateObjects): Template {
  const spec = specOf(run, batch);
  const { name, namespace } = run.metadata;
  if (!spec) {
    return {
      kind: 'BatchNotFound',
      message: `Batch ${run.spec.batchRef} does not exist in namespace ${namespace}; create it`,
    };
  }
  if (!workspace && spec.workspaceConfigRef) {
    const message = `WorkspaceConfig ${spec.workspaceConfigRef} does not exist in namespace ${namespace}; create it`;
    return { kind: 'WorkspaceConfigNotFound', message };
  }
  const { jobs, maxConcurrency } = run.spec;
  const inputs: BatchRunInputs = {
    run: {
      name,
      ...(namespace ? { namespace } : {}),
      ...(jobs ? { jobs } : {}),
      ...(maxConcurrency === undefined ? {} : { maxConcurrency }),
    },
    batch: { spec, ...(batch ? { name: batch.metadata.name } : {}) },
    workspace: workspace?.spec ?? {},
  };
  const problems = problemsOf({ run, batch, workspace }, inputs);
  if (problems.length > 0) return { kind: 'InvalidSpec', message: listed(problems, MAX_PROBLEMS) };
  return { kind: 'Planned', plan: planBatchRun(inputs), pace: paceOf(inputs) };
}

/** Shape first: the planner's own rules hold only for objects of the right shape. Each problem begins with the kind it is in. */
function problemsOf({ run, batch, workspace }: TemplateObjects, inputs: BatchRunInputs): string[] {
  const misshapen = schemaProblems([run, batch, workspace]);
  if (misshapen.length > 0) return misshapen;
  const specPath = batch ? 'Batch.spec' : 'BatchRun.spec.batchSpec';
  return batchRunProblems(inputs).map((error) => formatFieldError({ ...error, path: inKind(error.path, specPath) }));
}

/** The planner calls the Batch's spec `spec` wherever it was written, and the run's name `metadata.name`. */
function inKind(path: string, specPath: string): string {
  if (path.startsWith('WorkspaceConfig.')) return path;
  return path.startsWith('metadata.') ? `BatchRun.${path}` : path.replace(/\bspec\b/, specPath);
}
