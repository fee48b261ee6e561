import { type Pace, paceOf } from '../../../plan/batch-run/pace.js';
import { type BatchRunPlan, planBatchRun } from '../../../plan/batch-run/plan.js';
import { type BatchRunObjects, resolveBatchRun } from '../../../plan/batch-run/resolve.js';
import { formatMissing } from '../../../plan/resolution.js';
import { type InvalidSpec, invalidSpec } from '../../templates/invalid-spec.js';

/** What a run and the objects that it refers to come to. */
export type Template =
  | { readonly kind: 'Planned'; readonly plan: BatchRunPlan; readonly pace: Pace }
  | { readonly kind: 'BatchNotFound' | 'WorkspaceConfigNotFound'; readonly message: string }
  | InvalidSpec;

/** Pure, deterministic, and never throws: whatever is wrong becomes a message. */
export function resolveTemplate(objects: BatchRunObjects): Template {
  const resolution = resolveBatchRun(objects);
  if (resolution.kind === 'Invalid') return invalidSpec(resolution.problems);
  if (resolution.kind === 'Missing') {
    const { missing } = resolution;
    const kind = missing.kind === 'Batch' ? 'BatchNotFound' : 'WorkspaceConfigNotFound';
    return { kind, message: formatMissing(missing) };
  }
  const { inputs } = resolution;
  return { kind: 'Planned', plan: planBatchRun(inputs), pace: paceOf(inputs) };
}
