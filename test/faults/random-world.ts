import { createHash } from 'node:crypto';
import type { BatchRun } from '../../api/generated/kinds.js';
import { parseIndexes } from '../../api/status/index-list.js';
import { makeTasks } from '../runtime/batch-run/world.js';
import { type Dice, throwDice } from './dice.js';
import { create, type FaultWorld, type FaultWorldOptions, namespace, startFaultWorld } from './fault-world.js';
import { padding } from './padding.js';
import type { Ending } from './simulated-node.js';

const endings: readonly [Ending, ...Ending[]] = [
  { exitCode: 0, message: '{"summary":"größer 😀","pr":"https://example.com/1"}' },
  { exitCode: 0 },
  { exitCode: 3, message: '{"verdict":"needs-human"}' },
  { exitCode: 42 },
];

/** Depends on the name alone, not on the order of events. */
const endingOf = (name: string): Ending =>
  throwDice(createHash('sha256').update(name).digest().readUInt32LE()).pick(endings);

function createRuns({ api }: FaultWorld, dice: Dice): void {
  for (let run = 0; run < 8; run++) {
    const limit = dice.roll(3);
    const spec = { batchSpec: makeTasks(1 + dice.roll(8)), ...(limit > 0 && { maxConcurrency: limit }) };
    create(api, 'batchruns', 'BatchRun', `fleet-${run}`, spec);
  }
  create(api, 'batchruns', 'BatchRun', 'large', { batchSpec: { ...makeTasks(5), commonContext: [padding] } });
  for (let run = 0; run < 6; run++) {
    create(api, 'taskruns', 'TaskRun', `single-${run}`, { taskSpec: { steps: [{ image: 'any', script: 'true' }] } });
  }
}

/** As a TTL would: removes Jobs as soon as the status has their outcome. */
function removeEndedJobs({ api }: FaultWorld): void {
  api.watch('batchruns.kubetask.io', ({ object }) => {
    const { metadata, status = {} } = object as BatchRun;
    for (const index of [...parseIndexes(status.completedIndexes), ...parseIndexes(status.failedIndexes)]) {
      const name = `${metadata.name}-task-${index}`;
      if (api.get('jobs.batch', namespace, name)) {
        queueMicrotask(
          () =>
            api.get('jobs.batch', namespace, name) &&
            api.delete('jobs.batch', namespace, name, { propagationPolicy: 'Background' }),
        );
      }
    }
  });
}

/** A finalizer keeps some of the deleted Jobs forever. */
function holdDeletedJobs({ api }: FaultWorld): void {
  const isHeld = (name: string) => createHash('sha256').update(`held ${name}`).digest().readUInt8() < 60;
  const hold = (name: string) => {
    const job = api.get('jobs.batch', namespace, name);
    if (!job) return;
    api.update('jobs.batch', { ...job, metadata: { ...job.metadata, finalizers: ['example.com/never'] } });
  };
  api.watch('jobs.batch', ({ type, object: { metadata } }) => {
    if (type === 'ADDED' && isHeld(metadata.name)) queueMicrotask(() => hold(metadata.name));
  });
}

/** Runs of both kinds, a node that takes its time, and somebody who deletes what has ended. */
export async function startRandomWorld(
  dice: Dice,
  options: Pick<FaultWorldOptions, 'elects'> = {},
): Promise<FaultWorld> {
  const pace = throwDice(dice.roll(1_000_000));
  const world = await startFaultWorld({ ...options, endingOf, soon: (step) => void setTimeout(step, pace.roll(150)) });
  createRuns(world, dice);
  removeEndedJobs(world);
  holdDeletedJobs(world);
  return world;
}
