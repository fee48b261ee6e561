import { counted } from '../../packages/kubernetes-conventions/sentence.js';
import type { Progress } from '../generated/kinds.js';

/**
 * `1/5 tasks succeeded, 1 failed, 2 running, 1 pending`: how far a run has come, in every message, line and description. The
 * fraction is that of `status.completions`; what is 0 is left out after it.
 */
export function countsText({ total = 0, completed = 0, failed, cancelled, running, pending }: Progress): string {
  const others = Object.entries({ failed, cancelled, running, pending });
  return [
    `${completed}/${counted(total, 'task')} succeeded`,
    ...others.flatMap(([what, count = 0]) => (count > 0 ? [`${count} ${what}`] : [])),
  ].join(', ');
}
