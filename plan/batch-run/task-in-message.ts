import type { TaskStatus } from '../../api/generated/kinds.js';
import { shortKey } from '../naming.js';

/** How a message names a task: by its name if its Batch names tasks, otherwise by its index, which `--task` takes. */
export function taskInMessage({ index, name, key, jobName }: TaskStatus): string {
  // Only Jobs of tasks with names are called after a key.
  const isNamed = key !== undefined && jobName.includes(`-${shortKey(key)}-`);
  return isNamed && name !== undefined ? name : String(index);
}
