import { afterEach, expect, test } from '@jest/globals';
import { createRelay, loseData, slowDown, wreakHavoc } from './chaos.js';
import { type Dice, throwDice } from './dice.js';
import type { FaultWorld } from './fault-world.js';
import type { FinalWorld } from './final-world.js';
import { startRandomWorld } from './random-world.js';

/*
 * Many runs, many faults, many restarts: the outcome is the same as without faults. The seed decides what happens, and
 * the machine when. The title of each test is the command that repeats its seed; `FAULT_SEEDS=50` tries 50 seeds.
 */
const first = Number(process.env.FAULT_SEED ?? Date.now() % 1_000_000);
const seeds = Array.from({ length: Number(process.env.FAULT_SEEDS ?? 1) }, (_, i) => first + i);
const command = 'FAULT_SEED=%i npm run jest -- test/faults/random.test.ts';
const STROKES = 25;
const TIMEOUT = 180_000;

let world: FaultWorld;
afterEach(() => world.stop());

interface Trouble {
  readonly strokes?: number;
  readonly isSlow?: boolean;
  readonly losesData?: boolean;
}

async function live(dice: Dice, { strokes = 0, isSlow, losesData }: Trouble = {}): Promise<FinalWorld> {
  world = await startRandomWorld(dice, { elects: losesData ?? false });
  const relay = createRelay(world);
  await relay.start();
  if (isSlow) slowDown(world, dice);
  if (losesData) await loseData(world, dice);
  await wreakHavoc(world, relay, dice, strokes);
  return world.over();
}

async function healthy(seed: number): Promise<FinalWorld> {
  const final = await live(throwDice(seed));
  await world.stop();
  return final;
}

test.each(seeds)(
  `any faults, any replica: the same outcome (${command})`,
  async (seed) => {
    const want = await healthy(seed);
    expect(await live(throwDice(seed), { strokes: STROKES })).toEqual(want);
  },
  TIMEOUT,
);

test.each(seeds)(
  `every answer is late, some beyond their deadline: the same outcome (${command})`,
  async (seed) => {
    const want = await healthy(seed);
    expect(await live(throwDice(seed), { strokes: 5, isSlow: true })).toEqual(want);
  },
  TIMEOUT,
);

test.each(seeds)(
  `the server is restored from a backup: every run ends, and no work is created twice (${command})`,
  async (seed) => {
    const { births } = await live(throwDice(seed), { losesData: true });
    const twice = Object.entries(births).filter(([key, count]) => /^(Job|Pod\/single)/.test(key) && count > 1);
    expect(twice).toEqual([]);
  },
  TIMEOUT,
);
