import { forbidden } from '../../packages/structural-schema/field-error.js';
import { ownedBy, type PlanProblem } from '../problem.js';
import type { BatchRunInputs } from './inputs.js';

/** With a queue of Kueue, a limit of ours would hold back Jobs that Kueue has admitted. 0 is no limit. */
export function queueProblems({ run, batch, workspace }: BatchRunInputs): PlanProblem[] {
  if (!workspace.queue) return [];
  const wanted = (field: string) =>
    forbidden(field, 'the WorkspaceConfig names a queue, and Kueue limits what runs; remove one of them');
  return [
    ...ownedBy('run', run.maxConcurrency ? [wanted('spec.maxConcurrency')] : []),
    ...ownedBy('template', batch.spec.maxConcurrency ? [wanted('spec.maxConcurrency')] : []),
    ...ownedBy('workspace', workspace.concurrency ? [wanted('spec.concurrency')] : []),
  ];
}
