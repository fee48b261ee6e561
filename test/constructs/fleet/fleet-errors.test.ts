import { describe, expect, test } from '@jest/globals';
import type { Chart } from 'cdk8s';
import { Fleet, FleetConstruct, type FleetProps, KubetaskApp, SynthesisError } from '../../../constructs/index.js';
import { problemsOfApp } from '../sample.js';

const makeProps = (props: Partial<FleetProps> = {}): FleetProps => ({
  fleet: Fleet.of([{ url: 'https://github.com/myorg/a.git' }]),
  clusters: [{ name: 'eu' }],
  namespace: 'agents',
  batch: () => ({}),
  ...props,
});

const problemsOf = (props: Partial<FleetProps>) => {
  const app = new KubetaskApp();
  new FleetConstruct(app, 'go', makeProps(props));
  return problemsOfApp(app);
};

const folder = 'must be at most 40 lower-case letters, digits and -, as in eu-1: it is a folder and part of names';

describe('the name of a cluster is a folder', () => {
  const names: Record<string, { name: string; want: string[] }> = {
    'one letter': { name: 'a', want: [] },
    'forty characters': { name: `a${'-'.repeat(38)}1`, want: [] },
    'forty-one characters': { name: `a${'b'.repeat(40)}`, want: [folder] },
    'a dash at the end': { name: 'eu-', want: [folder] },
    'a dash at the beginning': { name: '-eu', want: [folder] },
    'a good beginning, then a slash': { name: 'eu/1', want: [folder] },
    empty: { name: '', want: [folder] },
  };
  test.each(Object.entries(names))('%s', (_, { name, want }) => {
    const lines = want.map((why) => `[go] FleetConstruct go: clusters[0].name: Invalid value: "${name}": ${why}`);
    expect(problemsOf({ clusters: [{ name }] })).toEqual(lines);
  });
});

describe('other props', () => {
  const cases: Record<string, { props: Partial<FleetProps>; want: string[] }> = {
    'an empty namespace': { props: { namespace: '' }, want: ['namespace: Required value'] },
    'a weight that is no number': {
      props: { clusters: [{ name: 'eu', weight: Number.NaN }] },
      want: ['clusters[0].weight: Invalid value: "NaN": must be a number above 0'],
    },
    'half a task': {
      props: { tasksPerRun: 1.5 },
      want: ['tasksPerRun: Invalid value: 1.5: must be a whole number of at least 1'],
    },
    'one task per run': { props: { tasksPerRun: 1 }, want: [] },
  };
  test.each(Object.entries(cases))('%s', (_, { props, want }) => {
    expect(problemsOf(props)).toEqual(want.map((line) => `[go] FleetConstruct go: ${line}`));
  });

  test('an error of the batch callback that is about no limit is thrown as it is', () => {
    const batch = () => {
      throw new TypeError('not a limit');
    };
    expect(() => problemsOf({ batch })).toThrow(new TypeError('not a limit'));
  });

  test('a fleet of code that is no fleet: all problems', () => {
    const bad = () => Fleet.of([{ url: '' }, { branch: 'main' } as never]);
    expect(bad).toThrow(SynthesisError);
    expect(bad).toThrow(
      expect.objectContaining({
        problems: [
          'Fleet: repositories[0].url: Invalid value: "": repositories[0].url in body should be at least 1 chars long',
          'Fleet: repositories[1].url: Required value',
        ],
      }),
    );
  });
});

describe('the index', () => {
  test('props with a problem: clusters without runs, and no repository', () => {
    const { index } = new FleetConstruct(new KubetaskApp(), 'go', makeProps({ maxConcurrency: 0.5 }));
    expect(index).toStrictEqual({
      fleet: 'go',
      namespace: 'agents',
      clusters: [{ name: 'eu', weight: 1, runs: [] }],
      repositories: [],
    });
  });

  test('a template without a run: neither runs nor limits', () => {
    const { index } = new FleetConstruct(new KubetaskApp(), 'go', makeProps());
    expect(index).toStrictEqual({
      fleet: 'go',
      namespace: 'agents',
      clusters: [{ name: 'eu', weight: 1, runs: [] }],
      repositories: [{ url: 'https://github.com/myorg/a.git', cluster: 'eu', batch: 'go-eu', task: 'myorg-a' }],
    });
  });
});

test('what the source of a fleet excluded stays with every part of it; a fleet of code excludes nothing', () => {
  const empty = { url: 'https://github.com/myorg/void', isEmpty: true };
  const fleet = Fleet.fromGhRepoList([{ url: 'https://github.com/myorg/a' }, empty]);
  expect(fleet.filter(() => false).excluded).toEqual([{ url: 'https://github.com/myorg/void.git', reason: 'empty' }]);
  expect(Fleet.of([]).excluded).toEqual([]);
});

test('the charts of a fleet are in the namespace of its objects', () => {
  const app = new KubetaskApp();
  new FleetConstruct(app, 'go', makeProps());
  expect(app.charts.map((chart: Chart) => [chart.node.id, chart.namespace])).toEqual([['go-eu', 'agents']]);
});
