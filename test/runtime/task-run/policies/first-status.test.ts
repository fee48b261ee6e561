import { describe, expect, test } from '@jest/globals';
import { ago, makePod, makeRun, makeWorld, now, pass, running, stepsPod, type World, waiting } from '../world.js';

const young = makeRun({}, undefined, { creationTimestamp: ago(4) });

describe('the status of a run that nothing holds up', () => {
  const cases: Record<string, { world: Partial<World>; want: { defersStatus: boolean; again?: number | undefined } }> =
    {
      'new, its template settles: not written': {
        world: { run: makeRun({}, undefined, { creationTimestamp: ago(1) }) },
        want: { defersStatus: true, again: 1 },
      },
      'its Pod is created: not written, looks again': {
        world: { run: young },
        want: { defersStatus: true, again: 4 },
      },
      'its Pod is there and not yet running: not written': {
        world: { run: young, pods: [makePod({}, { creationTimestamp: ago(4) })] },
        want: { defersStatus: true, again: 4 },
      },
      'its Pod runs: written': {
        world: { run: young, pods: [stepsPod('Pending', running('one'), waiting('two'))] },
        want: { defersStatus: false },
      },
      'its Pod is still not running after eight seconds: written': {
        world: { run: makeRun({}, undefined, { creationTimestamp: ago(8) }), pods: [makePod()] },
        want: { defersStatus: false },
      },
      'its Pod was created late: not written until that is eight seconds ago': {
        world: {
          run: makeRun({}, undefined, { creationTimestamp: ago(12) }),
          pods: [makePod({}, { creationTimestamp: ago(5) })],
        },
        want: { defersStatus: true, again: 3 },
      },
      'our clock is far behind the server: written': {
        world: {
          run: makeRun({}, undefined, { creationTimestamp: ago(-60) }),
          pods: [makePod({}, { creationTimestamp: ago(-60) })],
        },
        want: { defersStatus: false },
      },
      'reported before: kept true': {
        world: {
          run: makeRun({}, { phase: 'Pending', conditions: [] }, { creationTimestamp: ago(4) }),
          pods: [makePod()],
        },
        want: { defersStatus: false },
      },
      'Pending by default, not reported before: not written': {
        world: {
          run: makeRun({}, { observedGeneration: -1, phase: 'Pending' }, { creationTimestamp: ago(4) }),
          pods: [makePod({}, { creationTimestamp: ago(4) })],
        },
        want: { defersStatus: true, again: 4 },
      },
    };
  test.each(Object.entries(cases))('%s', (_, { world, want }) => {
    const { outcome } = pass(makeWorld(world));
    expect(outcome).toMatchObject({ defersStatus: want.defersStatus });
    expect(outcome.requeueAfterSeconds).toBe(want.again);
  });
});

describe('a run that is held up says so at once', () => {
  const image = stepsPod('Pending', waiting('one', 'ErrImagePull', 'no such image'), waiting('two'));
  const cases: Record<string, { world: Partial<World>; want: string }> = {
    'no such Task': { world: { run: young, task: undefined }, want: 'TaskNotFound' },
    'an image that cannot be pulled': { world: { run: young, pods: [image] }, want: 'ErrImagePull' },
    suspended: { world: { run: { ...young, spec: { ...young.spec, suspend: true } } }, want: 'Suspended' },
  };
  test.each(Object.entries(cases))('%s', (_, { world, want }) => {
    const { outcome } = pass(makeWorld(world), now);
    expect(outcome.defersStatus).toBe(false);
    expect(outcome.status.conditions?.find(({ type }) => type === 'Ready')?.reason).toBe(want);
  });
});
