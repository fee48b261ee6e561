import { explanationsOf, pageOf } from '../../api/explanations/all.js';
import { counted } from '../../packages/kubernetes-conventions/sentence.js';
import type { Check } from './check.js';

/** A run that does not continue until somebody changes something. */
export interface StalledRun {
  /** `batchrun/x in default`. */
  readonly place: string;
  readonly reason: string;
}

/** Runs that wait for a person, one line for each reason; nothing without any. */
export function examineRuns(stalled: readonly StalledRun[]): Check[] {
  if (stalled.length === 0) return [];
  const reasons = [...new Set(stalled.map(({ reason }) => reason))].sort();
  const fix = reasons.map((reason) => {
    const [first, ...others] = stalled.filter((run) => run.reason === reason);
    const more = others.length === 0 ? '' : ` and ${others.length} more`;
    const page = explanationsOf(reason).length === 0 ? '' : `: see ${pageOf(reason)}`;
    return `${reason} of ${first?.place}${more}${page}`;
  });
  return [{ title: 'runs', state: 'unknown', detail: `${counted(stalled.length, 'run')} cannot continue`, fix }];
}
