import { afterEach, expect, test } from '@jest/globals';
import type { AgentBuild } from '../../api/generated/kinds.js';
import type { KubernetesObject } from '../../packages/kubernetes-conventions/kubernetes-object.js';
import { agentBuilds, createBuild, makeSpec } from '../runtime/agent-build/fake-tekton.js';
import { createRelay, wreakHavoc } from './chaos.js';
import { type Dice, throwDice } from './dice.js';
import { type FaultWorld, startFaultWorld } from './fault-world.js';
import { type SimulatedTekton, startSimulatedTekton } from './simulated-tekton.js';

/* As random.test.ts, for AgentBuilds: `FAULT_SEED=7` repeats a seed. */
const seed = Number(process.env.FAULT_SEED ?? Date.now() % 1_000_000);
const STROKES = 20;
const BUILDS = 8;

let world: FaultWorld;
let tekton: SimulatedTekton;
const stop = async () => {
  tekton.stop();
  await world.stop();
};
afterEach(stop);

/** Everything that must be the same with and without faults. */
interface Final {
  /** Statuses by name, without times. */
  readonly builds: Readonly<Record<string, unknown>>;
  /** Specs by name. */
  readonly agents: Readonly<Record<string, unknown>>;
  readonly births: Readonly<Record<string, number>>;
}

async function live(dice: Dice, strokes: number): Promise<Final> {
  const pace = throwDice(dice.roll(1_000_000));
  world = await startFaultWorld({ endingOf: () => ({ exitCode: 0 }) });
  const { api } = world;
  tekton = startSimulatedTekton(world, (step) => void setTimeout(step, pace.roll(150)));
  const names = Array.from({ length: BUILDS }, (_, index) => `build-${index}`);
  for (const name of names) createBuild(api, name, makeSpec({ image: name, deploy: true }));
  const relay = createRelay(world);
  await relay.start();
  await wreakHavoc(world, relay, dice, strokes);
  await Promise.all(names.map(isSettled));
  return {
    builds: byName(api.list(agentBuilds), 'status'),
    agents: byName(api.list('agents.beeai.dev'), 'spec'),
    births: Object.fromEntries(tekton.births),
  };
}

/** Resolves when the build has finished and the Agent runs its image. */
function isSettled(name: string): Promise<void> {
  return new Promise((resolve) => {
    let end = () => {};
    end = world.api.watch(agentBuilds, ({ object }: { object: KubernetesObject }) => {
      const { metadata, status: { phase, conditions = [] } = {} } = object as AgentBuild;
      const deployed = conditions.find(({ type }) => type === 'Deployed')?.reason;
      const isOver = phase === 'Failed' || (phase === 'Succeeded' && deployed === 'AgentApplied');
      if (metadata.name !== name || !isOver) return;
      // The first call may come before `watch` has returned its stop function.
      queueMicrotask(() => end());
      resolve();
    });
  });
}

const byName = (objects: readonly KubernetesObject[], field: 'spec' | 'status') =>
  Object.fromEntries(objects.map((object) => [object.metadata.name, timeless(Reflect.get(object, field))]));

const timeless = (value: unknown): unknown =>
  JSON.parse(JSON.stringify(value, (key, field) => (key.endsWith('Time') ? undefined : field)));

test(`FAULT_SEED=${seed}: any faults: each AgentBuild is built once, and the outcome is the same`, async () => {
  const healthy = await live(throwDice(seed), 0);
  expect(new Set(Object.values(healthy.births))).toEqual(new Set([1]));
  expect(Object.keys(healthy.agents)).toHaveLength(5);
  await stop();
  const shaken = await live(throwDice(seed), STROKES);
  expect({ seed, ...shaken }).toEqual({ seed, ...healthy });
}, 120_000);
