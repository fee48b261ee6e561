import { batchRun } from '../../api/kinds/batch-run.js';
import type { ReconciledKind } from '../reconciled-kind.js';
import { batchRunController } from './controller.js';
import { createBatchRunInformers, type Informers } from './informers.js';
import { batchRunMetrics } from './metrics/metrics.js';
import { createPassMemory } from './pass-memory.js';
import { limitedBatchRuns } from './policies/shared-limit.js';

export const batchRunKind: ReconciledKind<ReturnType<typeof createBatchRunInformers>, Informers> = {
  kind: batchRun,
  informers: createBatchRunInformers,
  part: ({ workspaces, warnings, runs, batches, jobs, pods, configMaps }, context) => {
    const informers = { workspaces, warnings, runs, batches, jobs, pods, configMaps };
    const memory = createPassMemory();
    return {
      needs: Object.values(informers),
      limited: { kind: limitedBatchRuns(informers, memory), needs: [jobs, pods], optional: [runs, batches] },
      create: (limits) => batchRunController(informers, { ...context, memory, limits }),
    };
  },
  metrics: batchRunMetrics,
};
