import type { TaskReason } from '../reasons.js';
import type { Explanations } from './explanation.js';
import { taskBlocked } from './task-blocked.js';
import { taskEnds } from './task-ends.js';
import { taskFailures } from './task-failures.js';
import { taskWaits } from './task-waits.js';

/** Every reason of a task, and of a TaskRun where its Pod is the cause. */
export const taskExplanations: Explanations<TaskReason> = {
  ...taskWaits,
  ...taskBlocked,
  ...taskFailures,
  ...taskEnds,
};
