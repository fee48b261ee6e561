import { taskRun } from '../../api/kinds/task-run.js';
import type { ReconciledKind } from '../reconciled-kind.js';
import { taskRunController } from './controller.js';
import { createTaskRunInformers, type Informers } from './informers.js';
import { taskRunMetrics } from './metrics.js';
import { createPassMemory } from './pass-memory.js';
import { limitedTaskRuns } from './policies/shared-limit.js';

export const taskRunKind: ReconciledKind<ReturnType<typeof createTaskRunInformers>, Informers> = {
  kind: taskRun,
  informers: createTaskRunInformers,
  part: ({ workspaces, warnings, taskRuns, tasks, taskRunPods, taskRunConfigMaps }, context) => {
    const informers = { workspaces, warnings, taskRuns, tasks, taskRunPods, taskRunConfigMaps };
    const memory = createPassMemory();
    return {
      needs: Object.values(informers),
      limited: { kind: limitedTaskRuns(informers, memory), needs: [taskRunPods], optional: [taskRuns, tasks] },
      create: (limits) => taskRunController(informers, { ...context, memory, limits }),
    };
  },
  metrics: taskRunMetrics,
};
