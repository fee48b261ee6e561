import { describe, expect, test } from '@jest/globals';
import { fleetParts, placesOf } from '../../../constructs/fleet/fleet-parts.js';
import { Fleet, type FleetProps } from '../../../constructs/index.js';

const fleetOf = (count: number) =>
  Fleet.of(Array.from({ length: count }, (_, i) => ({ url: `https://github.com/myorg/s-${i}.git` })));
const partsOf = (props: Partial<FleetProps>) =>
  fleetParts('go', { fleet: fleetOf(12), clusters: [{ name: 'eu' }], namespace: 'team', batch: () => ({}), ...props });

test('clusters are in the order of their names, each of weight 1 unless it has another', () => {
  const clusters = [{ name: 'us', weight: 2 }, { name: 'asia' }, { name: 'eu' }];
  expect(placesOf({ clusters })).toEqual([
    { name: 'asia', weight: 1 },
    { name: 'eu', weight: 1 },
    { name: 'us', weight: 2 },
  ]);
});

describe('the parts of a cluster', () => {
  const cases: Record<string, { props: Partial<FleetProps>; want: [name: string, index: number][] }> = {
    'no cluster: none': { props: { clusters: [] }, want: [] },
    'no repository: none': { props: { fleet: fleetOf(0) }, want: [] },
    'as many as fit into one run': { props: { tasksPerRun: 12 }, want: [['go-eu', 0]] },
    'one too many for one run': {
      props: { tasksPerRun: 11 },
      want: [
        ['go-eu', 0],
        ['go-eu-1', 1],
      ],
    },
  };
  test.each(Object.entries(cases))('%s', (_, { props, want }) => {
    expect(partsOf(props).map(({ name, index }) => [name, index])).toEqual(want);
  });

  test('one part has all repositories in the order of the fleet; several have each of them once', () => {
    const urlsOf = (tasksPerRun: number) =>
      partsOf({ tasksPerRun }).flatMap(({ repositories }) => repositories.map(({ url }) => url));
    const all = fleetOf(12).repositories.map(({ url }) => url);
    expect(urlsOf(12)).toEqual(all);
    expect(urlsOf(5).sort()).toEqual([...all].sort());
    expect(partsOf({ tasksPerRun: 5 }).every(({ repositories }) => repositories.length < 12)).toBe(true);
  });
});

describe('the share of a limit', () => {
  const [only] = partsOf({});
  const cases: Record<string, { limit: number; want: string }> = {
    'not a whole number': { limit: 1.5, want: 'Cannot divide a limit of 1.5; give a whole number of at least 1' },
    zero: { limit: 0, want: 'Cannot divide a limit of 0; give a whole number of at least 1' },
    negative: { limit: -1, want: 'Cannot divide a limit of -1; give a whole number of at least 1' },
  };
  test.each(Object.entries(cases))('%s: an error', (_, { limit, want }) => {
    expect(() => only?.share(limit)).toThrow(new RangeError(want));
  });

  test('the only part of the only cluster gets all of it, even if that is 1', () => {
    expect([only?.share(1), only?.share(7)]).toEqual([1, 7]);
  });

  test('the parts of a cluster share what the cluster gets', () => {
    expect(partsOf({ tasksPerRun: 5 }).map(({ share }) => share(8))).toEqual([3, 3, 2]);
  });
});
