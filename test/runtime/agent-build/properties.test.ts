import { expect, test } from '@jest/globals';
import fc from 'fast-check';
import type { AgentBuildStatus } from '../../../api/generated/kinds.js';
import type { RawPipelineRun } from '../../../runtime/agent-build/projections.js';
import {
  digest,
  failed,
  makeWorld,
  now,
  type Pass,
  pass,
  passes,
  planOf,
  pushed,
  runNameOf,
  running,
  settled,
  type World,
  withoutRun,
  withRun,
  withSpec,
} from './world.js';

/** Each is a life of dozens of passes. */
const some = { numRuns: 40 };

type RunStatus = NonNullable<RawPipelineRun['status']>;

/** Lives of a PipelineRun, each in its states from creation to end. */
const lives: Record<string, readonly (RunStatus | undefined)[]> = {
  succeeds: [undefined, { startTime: running.startTime as string }, running, pushed(digest('a'))],
  fails: [undefined, running, failed('CouldntGetTask', 'no such task')],
  'takes too long': [undefined, running, failed('PipelineRunTimeout', 'too long')],
  'is cancelled by hand': [undefined, running, failed('Cancelled')],
  'is refused': [undefined, failed('PipelineValidationFailed', 'no')],
};

/** A life, and what was seen of it: anything but its end may have been missed, or seen twice. */
const glimpses = fc.constantFrom(...Object.values(lives)).chain((states) =>
  fc
    .array(fc.nat(states.length - 1), { maxLength: 6 })
    .map((indexes) => indexes.toSorted())
    .map((indexes) => ({ states, seen: [...indexes.map((index) => states[index]), states.at(-1)] })),
);

const follow = (states: readonly (RunStatus | undefined)[], world = settled(makeWorld())): World =>
  states.reduce((before, status) => settled(withRun(before, status)), world);

/** Times of transitions apart. */
const meaning = ({ conditions = [], ...status }: AgentBuildStatus = {}) => ({
  ...status,
  conditions: conditions.map(({ lastTransitionTime: _, ...condition }) => condition),
});

test('whatever was seen of a PipelineRun on its way, the AgentBuild ends in the same status', () => {
  fc.assert(
    fc.property(glimpses, ({ states, seen }) => {
      expect(meaning(follow(seen).build.status)).toEqual(meaning(follow(states).build.status));
    }),
    some,
  );
});

/** Anything that may become of the world around an AgentBuild: another spec, progress, a deletion, Tekton going and coming. */
type Step = (world: World) => World;
const step: fc.Arbitrary<Step> = fc.oneof(
  fc.constantFrom('a', 'b', 'c').map(
    (trigger): Step =>
      (world) =>
        withSpec(world, { trigger }),
  ),
  fc.boolean().map(
    (deploy): Step =>
      (world) =>
        withSpec(world, { deploy }),
  ),
  fc.constantFrom(...Object.values(lives).flat()).map(
    (status): Step =>
      (world) =>
        progress(world, status),
  ),
  fc.constant<Step>((world) => withoutRun(world)),
  fc.boolean().map(
    (isAbsent): Step =>
      (world) =>
        withTekton(world, !isAbsent),
  ),
  fc.constant<Step>((world) => pass(world).world),
  fc.constant<Step>(settled),
);

/** What has ended stays as it is. */
function progress(world: World, status: RunStatus | undefined): World {
  const run = world.children.find(({ metadata }) => metadata.name === runNameOf(world));
  const isOver = run?.kind === 'PipelineRun' && run.status?.completionTime !== undefined;
  return isOver ? world : withRun(world, status);
}

/** With its definitions go its objects. */
const withTekton = (world: World, isInstalled: boolean): World => ({
  ...world,
  absentKinds: isInstalled ? [] : ['pipelineruns.tekton.dev'],
  children: isInstalled
    ? world.children
    : world.children.filter(({ kind }) => kind !== 'PipelineRun' && kind !== 'Pipeline'),
});

const world = fc.array(step, { maxLength: 12 }).map((steps) => steps.reduce((one, next) => next(one), makeWorld()));

test('a pass over what the last one left asks for nothing and changes nothing', () => {
  fc.assert(
    fc.property(world, (one) => {
      const rest = settled(one);
      const { changes, outcome } = pass(rest, now + 60_000);
      expect(changes).toEqual([]);
      expect(outcome.status).toEqual(rest.build.status);
    }),
    some,
  );
});

const created = (all: readonly Pass[]): string[] =>
  all.flatMap(({ changes }) =>
    changes.flatMap(({ type, object }) =>
      type === 'create' && object.kind === 'PipelineRun' ? [object.metadata.name] : [],
    ),
  );

test('a spec that was built, or failed, is never built again', () => {
  fc.assert(
    fc.property(glimpses, fc.array(step, { maxLength: 12 }), ({ seen }, steps) => {
      const over = follow(seen);
      const later = steps.reduce((one, next) => settled(next(one)), over);
      const back = { ...later, build: { ...later.build, spec: over.build.spec }, absentKinds: [] };
      expect(created(passes(back))).toEqual([]);
      expect(back.build.status?.builds?.filter(({ hash }) => hash === planOf(over.build).hash)).toEqual(
        over.build.status?.builds?.slice(0, 1),
      );
    }),
    some,
  );
});

test('at most one PipelineRun is wanted: every other has ended, or is being cancelled', () => {
  fc.assert(
    fc.property(world, (one) => {
      const rest = settled(one);
      const others = rest.children.filter(
        (child) =>
          child.kind === 'PipelineRun' &&
          child.metadata.name !== runNameOf(rest) &&
          child.spec.status === undefined &&
          child.status?.completionTime === undefined,
      );
      expect(others).toEqual([]);
    }),
    some,
  );
});
