import { createHash } from 'node:crypto';
import { afterEach, expect, test } from '@jest/globals';
import type { BatchRun } from '../../api/generated/kinds.js';
import { parseIndexes } from '../../api/status/index-list.js';
import { makeTasks } from '../runtime/batch-run/world.js';
import { createRelay, slowDown, wreakHavoc } from './chaos.js';
import { type Dice, throwDice } from './dice.js';
import { create, type FaultWorld, namespace, startFaultWorld } from './fault-world.js';
import type { FinalWorld } from './final-world.js';
import { padding } from './padding.js';
import type { Ending } from './simulated-node.js';

/*
 * Many runs, many faults, many restarts: the outcome is the one without faults. The seed decides which faults occur,
 * the machine when. `FAULT_SEED=7` repeats a seed, `FAULT_SOAK_SECONDS=300` tries one seed after the other.
 */
const seed = Number(process.env.FAULT_SEED ?? Date.now() % 1_000_000);
const soakSeconds = Number(process.env.FAULT_SOAK_SECONDS ?? 0);
const STROKES = 25;

let world: FaultWorld;
afterEach(() => world.stop());

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

async function live(dice: Dice, strokes: number, isSlow = false): Promise<FinalWorld> {
  const pace = throwDice(dice.roll(1_000_000));
  world = await startFaultWorld({
    endingOf,
    soon: (step) => void setTimeout(step, pace.roll(150)),
  });
  createRuns(world, dice);
  removeEndedJobs(world);
  holdDeletedJobs(world);
  const relay = createRelay(world);
  await relay.start();
  if (isSlow) slowDown(world, dice);
  await wreakHavoc(world, relay, dice, strokes);
  return world.over();
}

async function compare(chosen: number): Promise<void> {
  const healthy = await live(throwDice(chosen), 0);
  await world.stop();
  const shaken = await live(throwDice(chosen), STROKES);
  expect({ seed: chosen, ...shaken }).toEqual({ seed: chosen, ...healthy });
}

test(
  `FAULT_SEED=${seed}: any faults, any replica: the same outcome`,
  async () => {
    const until = Date.now() + soakSeconds * 1000;
    await compare(seed);
    for (let next = seed + 1; Date.now() < until; next++) {
      await world.stop();
      await compare(next);
    }
  },
  180_000 + soakSeconds * 1000,
);

test(`FAULT_SEED=${seed}: every answer is late, some beyond their deadline: the same outcome`, async () => {
  const healthy = await live(throwDice(seed), 0);
  await world.stop();
  const slow = await live(throwDice(seed), 5, true);
  expect({ seed, ...slow }).toEqual({ seed, ...healthy });
}, 180_000);
