import type { TaskRunStatus } from '../../api/generated/kinds.js';
import { systemClock } from '../../packages/work-queue/clock.js';
import { createRunsController } from '../controllers/runs-controller.js';
import type { Controller } from '../engine/reconcile/controller.js';
import type { Informers } from './informers.js';
import { complete, observe, prepare, type TaskRunContext } from './observe.js';
import type { ObservedTaskRun } from './observed.js';
import { noteAnswers, noteAsked, type PassMemory, reserve } from './pass-memory.js';
import { explain, reconcile } from './reconcile.js';
import { runEvents } from './run-events.js';
import { wakeUps } from './wake-ups.js';

/** Passes at the same time: each mostly waits for the API server, and runs come by the hundred. */
const PASSES = 16;

/** Binds the pure `reconcile` to what the informers hold. */
export function taskRunController(informers: Informers, context: TaskRunContext): Controller {
  const { clock = systemClock, memory, limits } = context;
  return createRunsController<ObservedTaskRun, TaskRunStatus, PassMemory>(
    {
      name: 'task-run',
      concurrency: PASSES,
      runs: informers.taskRuns,
      workers: informers.taskRunPods,
      workerKind: 'Pod',
      workersTold: (_run, { podName }) => (podName ? [podName] : []),
      memory,
      notes: { reserve, noteAsked, noteAnswers },
      wakeUps: wakeUps(informers, limits),
      kinds: { Pod: 'update', ConfigMap: 'createOnly' },
      observe: (run) => observe(run, informers, context, clock.now()),
      prepare: (observed) => prepare(observed, informers, context),
      complete: (observed) => complete(observed, informers, context, clock.now()),
      reconcile,
      explain,
      events: runEvents,
    },
    context,
  );
}
