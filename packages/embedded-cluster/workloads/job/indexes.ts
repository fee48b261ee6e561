import type { Job, Pod } from '../../objects.js';
import { isIndexed } from './observed.js';

export const indexAnnotation = 'batch.kubernetes.io/job-completion-index';

/** The completion index of a Pod of an Indexed Job. */
export function indexOf(pod: Pod): number | undefined {
  const index = pod.metadata.annotations?.[indexAnnotation];
  return index === undefined ? undefined : Number(index);
}

/** Sorted, unique: the indexes in the status and those of `succeeded`. */
export function completedIndexes(job: Job, succeeded: readonly Pod[]): readonly number[] {
  if (!isIndexed(job)) return [];
  const all = [...parseIndexes(job.status?.completedIndexes ?? ''), ...succeeded.flatMap((pod) => indexOf(pod) ?? [])];
  return [...new Set(all)].filter((index) => index < (job.spec.completions ?? 0)).sort((a, b) => a - b);
}

/** The first `count` indexes that nobody has completed and no Pod works on. */
export function missingIndexes(completions: number, taken: ReadonlySet<number>, count: number): readonly number[] {
  const missing: number[] = [];
  for (let index = 0; index < completions && missing.length < count; index++) {
    if (!taken.has(index)) missing.push(index);
  }
  return missing;
}

/** `1,3-5,7` to its numbers; '' to none. */
export function parseIndexes(text: string): number[] {
  if (text === '') return [];
  return text.split(',').flatMap((range) => {
    const [first = 0, last = first] = range.split('-').map(Number);
    return Array.from({ length: last - first + 1 }, (_, offset) => first + offset);
  });
}

/** Sorted numbers to `1,3-5,7`. */
export function formatIndexes(indexes: readonly number[]): string {
  const ranges: [number, number][] = [];
  for (const index of indexes) {
    const last = ranges.at(-1);
    if (last && last[1] === index - 1) last[1] = index;
    else ranges.push([index, index]);
  }
  return ranges.map(formatRange).join(',');
}

/** Two neighbours stay `1,2`: only three or more are a range, as Kubernetes writes them. */
function formatRange([first, last]: readonly [number, number]): string {
  if (first === last) return `${first}`;
  return last === first + 1 ? `${first},${last}` : `${first}-${last}`;
}
