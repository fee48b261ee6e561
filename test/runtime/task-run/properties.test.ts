import { expect, test } from '@jest/globals';
import fc from 'fast-check';
import type { Phase } from '../../../api/generated/kinds.js';
import type { ObservedRunPod } from '../../../runtime/task-run/observed.js';
import {
  ended,
  makePod,
  makeRun,
  makeWorld,
  now,
  type Pass,
  pass,
  running,
  stepsPod,
  type World,
  waiting,
} from './world.js';

const overdue = { phase: 'Failed', reason: 'DeadlineExceeded' };

/** Lives of a Pod, each in its states from creation to end; of a stopped Pod only when its run was cancelled. */
const lives: Record<string, readonly ObservedRunPod[]> = {
  succeeds: [
    { ...makePod(), spec: {} },
    makePod(),
    stepsPod('Pending', running('one'), waiting('two')),
    stepsPod('Pending', ended('one'), waiting('two')),
    stepsPod('Running', ended('one'), running('two')),
    stepsPod('Succeeded', ended('one'), ended('two')),
  ],
  'fails in its first step': [
    makePod(),
    stepsPod('Pending', waiting('one', 'ImagePullBackOff'), waiting('two')),
    stepsPod('Pending', running('one'), waiting('two')),
    stepsPod('Failed', ended('one', 1), waiting('two')),
  ],
  'is evicted before it starts': [makePod(), makePod({ phase: 'Failed', reason: 'Evicted', message: 'no memory' })],
  'takes too long': [
    makePod(),
    stepsPod('Running', ended('one'), running('two')),
    stepsPod('Failed', ended('one'), ended('two', 143), overdue),
  ],
};
const life = fc.constantFrom(...Object.values(lives));

/** Passes until nothing is asked for any more, in order. */
function passes(world: World): Pass[] {
  const next = pass(world);
  const isQuiet =
    next.changes.length === 0 && JSON.stringify(next.world.run.status) === JSON.stringify(world.run.status);
  return isQuiet ? [next] : [next, ...passes(next.world)];
}

/** All passes over a run whose Pod is seen in these states only. */
function follow([pod, ...later]: readonly ObservedRunPod[], world = makeWorld()): Pass[] {
  if (!pod) return [];
  const seen = passes({ ...world, pods: [pod] });
  return [...seen, ...follow(later, seen.at(-1)?.world)];
}

const statusAfter = (all: readonly Pass[]) => all.at(-1)?.outcome.status;
const glimpses = life.chain((states) =>
  fc
    .subarray(states.slice(0, -1))
    .map((seen) => ({ states, seen: [...seen, states.at(-1)].filter((pod) => pod !== undefined) })),
);

test('whatever was seen of a Pod on its way, the run ends in the same status', () => {
  fc.assert(
    fc.property(glimpses, ({ states, seen }) => {
      expect(statusAfter(follow(seen))).toEqual(statusAfter(follow(states)));
    }),
  );
});

test('whatever was seen of a Pod on its way, phases are shown in order, and none that happened is left out', () => {
  const order: readonly (Phase | undefined)[] = ['Pending', 'Running', 'Succeeded', 'Failed'];
  fc.assert(
    fc.property(glimpses, ({ seen }) => {
      const all = follow(seen, passes(makeWorld())[0]?.world);
      const phases = all.map(({ outcome }) => outcome.status.phase);
      const ranks = phases.map((phase) => order.indexOf(phase));
      expect(ranks).toEqual([...ranks].sort());
      expect(phases.includes('Running')).toBe(statusAfter(all)?.startTime !== undefined);
    }),
  );
});

/** Anything that may become of the world around a run. */
const world = fc
  .record({
    states: glimpses.map(({ seen }) => seen),
    isGone: fc.boolean(),
    spec: fc.record({ cancel: fc.boolean(), suspend: fc.boolean() }),
    hasTask: fc.boolean(),
  })
  .map(({ states, isGone, spec, hasTask }): World => {
    const before = { ...makeWorld(), run: makeRun(spec) };
    const after = follow(states.slice(0, -1), before).at(-1)?.world ?? before;
    const pods = isGone ? [] : states.slice(-1);
    return { ...after, pods, ...(hasTask ? {} : { task: undefined }) };
  });

test('a pass over what the last one left asks for nothing and changes nothing', () => {
  fc.assert(
    fc.property(world, (one) => {
      const settled = passes(one).at(-1)?.world ?? one;
      const { changes, outcome } = pass(settled);
      expect(changes).toEqual([]);
      expect(outcome.status).toEqual(settled.run.status);
    }),
  );
});

test('a run that is over stays as it is, whatever happens around it', () => {
  fc.assert(
    fc.property(glimpses, world, fc.nat(10_000), ({ seen }, other, seconds) => {
      const over = follow(seen).at(-1)?.world.run.status;
      const run = { ...other.run, ...(over && { status: over }) };
      expect(pass({ ...other, run }, now + seconds * 1000).outcome.status).toBe(over);
    }),
  );
});

test('a run never gets a second Pod', () => {
  fc.assert(
    fc.property(world, (one) => {
      const seen = { ...one, run: { ...one.run, status: { ...one.run.status, podName: 'hello-1-pod' } } };
      expect(pass(seen).changes.filter(({ type }) => type === 'create')).toEqual([]);
    }),
  );
});
