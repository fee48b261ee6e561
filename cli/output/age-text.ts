import { age, duration } from '../../packages/kubernetes-conventions/age.js';
import type { RunState } from '../run/run-state.js';

/** How long ago, in kubectl's words. */
export const ageText = (time: string | undefined, now: number): string => age(time, now);

/** How long a run, task or step took, or has taken so far; empty before it started. */
export function durationText(
  { startTime, completionTime }: Pick<RunState, 'startTime' | 'completionTime'>,
  now: number,
): string {
  if (startTime === undefined) return '';
  return duration(Math.max(0, (completionTime ? Date.parse(completionTime) : now) - Date.parse(startTime)));
}
