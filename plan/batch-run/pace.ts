import { isNamed } from '../context/listed-task.js';
import type { BatchRunInputs } from './inputs.js';

/** What `maxConcurrency` is for a run whose Jobs are created at run time and that does not say. */
export const DEFAULT_MAX_CONCURRENCY = 10;

/** How fast a run may go. */
export interface Pace {
  /** Pods at one time; Infinity for no limit. */
  readonly maxConcurrency: number;
  /** What all runs of the namespace with the same key share. */
  readonly shared?: { readonly limitKey: string; readonly limit: number };
}

type PaceInputs = Pick<BatchRunInputs, 'run' | 'batch' | 'workspace'>;

/**
 * Synthesized Jobs are limited only where a limit is set: without a reconciler they would not continue. With a queue, Kueue
 * decides, and it has to see all Jobs.
 */
export function paceOf({ run, batch, workspace }: PaceInputs): Pace {
  if (workspace.queue) return { maxConcurrency: Number.POSITIVE_INFINITY };
  const fallback = run.jobs === 'synthesized' ? 0 : DEFAULT_MAX_CONCURRENCY;
  const wanted = run.maxConcurrency ?? batch.spec.maxConcurrency ?? fallback;
  const { concurrency: shared } = workspace;
  return { maxConcurrency: wanted === 0 ? Number.POSITIVE_INFINITY : wanted, ...(shared && { shared }) };
}

/** Whether a task is not run whose key has succeeded before. An inline spec has to name the Batch that keeps the keys. */
export const reusesResults = ({ run, batch }: Pick<BatchRunInputs, 'run' | 'batch'>): boolean =>
  batch.spec.reuse === 'succeeded' && (batch.name ?? run.reuseFrom) !== undefined;

/**
 * Whether the run goes on with another plan when its template changes. Its Jobs must come from Git, and be called after what
 * they do: then each plan says which of them are to run.
 */
export const followsTemplate = ({ run, batch }: Pick<BatchRunInputs, 'run' | 'batch'>): boolean =>
  run.jobs === 'synthesized' && isNamed(batch.spec);

/**
 * Whether the Pods of the run's Jobs carry the start gate, which the reconciler removes in turn. Jobs that are created at
 * run time are created in turn, and need it only for the time between attempts. It does not depend on anything that may change while the run is active but the limit itself:
 * the Pod template of a Job cannot be changed.
 */
export function startsGated(inputs: PaceInputs): boolean {
  if (inputs.batch.spec.retry?.backoff) return true;
  if (inputs.run.jobs !== 'synthesized') return false;
  if (reusesResults(inputs)) return true;
  const { maxConcurrency, shared } = paceOf(inputs);
  return shared !== undefined || Number.isFinite(maxConcurrency);
}
