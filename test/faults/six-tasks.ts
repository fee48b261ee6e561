import { makeTasks } from '../runtime/batch-run/world.js';
import { create, type FaultWorld } from './fault-world.js';
import type { Ending } from './simulated-node.js';

/** The sample of all fault tests: a BatchRun of six tasks, of which two fail, and a TaskRun. */
const TASKS = 6;

const endings: readonly Ending[] = [
  { exitCode: 0, message: '{"summary":"größer 😀","branch":"kubetask/x"}' },
  { exitCode: 3, message: '{"verdict":"needs-human"}' },
  { exitCode: 0 },
];

export const endingOf = (name: string): Ending =>
  endings[Number(/\d+$/.exec(name)?.[0] ?? 0) % endings.length] ?? { exitCode: 0 };

export function createRuns({ api }: FaultWorld): void {
  create(api, 'batches', 'Batch', 'update', makeTasks(TASKS));
  create(api, 'batchruns', 'BatchRun', 'run', { batchRef: 'update' });
  create(api, 'taskruns', 'TaskRun', 'single', { taskSpec: { steps: [{ image: 'any', script: 'true' }] } });
}

/** Resolves when every Job, and the TaskRun's Pod, has been created. None of them ends before `node.finish()`. */
export async function working({ births }: FaultWorld): Promise<void> {
  const jobs = Array.from({ length: TASKS }, (_, index) => `Job/run-task-${index}`);
  await Promise.all([...jobs, 'Pod/single-pod'].map((key) => births.reached(key)));
}
