import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import { App, type Chart } from 'cdk8s';
import fc from 'fast-check';
import { loadAll } from 'js-yaml';
import {
  Context,
  Fleet,
  FleetConstruct,
  type FleetDelivery,
  type FleetIndex,
  type FleetPart,
  type FleetProps,
  GitopsKit,
  KubetaskApp,
  SynthesisError,
  WorkspaceConstruct,
} from '../../../constructs/index.js';
import type { KubernetesObject } from '../../../packages/kubernetes-conventions/kubernetes-object.js';
import { task } from '../sample.js';

let outdir: string;
beforeEach(() => {
  outdir = mkdtempSync(join(tmpdir(), 'fleet-'));
});
afterEach(() => rmSync(outdir, { recursive: true }));

const fleetOf = (count: number, owner = 'myorg') =>
  Fleet.of(Array.from({ length: count }, (_, i) => ({ url: `https://github.com/${owner}/service-${i}.git` })));
const eu = { name: 'eu', weight: 2 };
const clusters = [eu, { name: 'us' }, { name: 'asia' }];
const makeProps = (props: Partial<FleetProps> = {}): FleetProps => ({
  fleet: fleetOf(12),
  clusters,
  namespace: 'agents',
  batch: () => ({ commonContext: [task], run: { runId: '1', jobs: 'runtime' } }),
  ...props,
});
const indexOf = (props: Partial<FleetProps>): FleetIndex =>
  new FleetConstruct(new KubetaskApp({ outdir }), 'go', makeProps(props)).index;
const clusterByUrl = ({ repositories }: FleetIndex) => new Map(repositories.map(({ url, cluster }) => [url, cluster]));

function synthesized(props: Partial<FleetProps>): Map<string, string> {
  const app = new KubetaskApp({ outdir });
  new FleetConstruct(app, 'go', makeProps(props));
  app.synth();
  const files = readdirSync(outdir, { recursive: true, encoding: 'utf8' }).filter((name) => name.includes('.'));
  return new Map(files.sort().map((name) => [name, readFileSync(join(outdir, name), 'utf8')]));
}

function problemsOf(props: Partial<FleetProps>): readonly string[] {
  try {
    synthesized(props);
    return [];
  } catch (error) {
    if (error instanceof SynthesisError) return error.problems;
    throw error;
  }
}

const objectsIn = (text: string | undefined) => loadAll(text ?? '') as (KubernetesObject & { spec: object })[];
/** A WorkspaceConfig with a limit of the whole fleet. */
const limited = (chart: Chart, { share }: FleetPart) => ({
  workspace: new WorkspaceConstruct(chart, 'claude', {
    agentImage: 'agent:v1',
    spec: { concurrency: { limitKey: 'claude', limit: share(9) } },
  }),
  run: { runId: '1' },
});

describe('what is written', () => {
  test('a file per cluster, all of them with the same names of shared objects, and fleet.json', () => {
    const files = synthesized({ batch: limited, maxConcurrency: 8 });
    expect([...files.keys()]).toEqual(['asia/go.k8s.yaml', 'eu/go.k8s.yaml', 'fleet.json', 'us/go.k8s.yaml']);
    const heads = objectsIn(files.get('us/go.k8s.yaml')).map(
      ({ kind, metadata: { name, namespace } }) => `${kind} ${namespace}/${name}`,
    );
    expect(heads.slice(0, 3)).toEqual([
      'WorkspaceConfig agents/claude',
      'Batch agents/go-us',
      'BatchRun agents/go-us-1',
    ]);
  });

  test('fleet.json: each repository once, in the order of the fleet, with its cluster, run and task', () => {
    const index = JSON.parse(synthesized({}).get('fleet.json') ?? '') as FleetIndex;
    expect(index.repositories.map(({ url }) => url)).toEqual(makeProps().fleet.repositories.map(({ url }) => url));
    expect(index.repositories[0]).toEqual({
      url: 'https://github.com/myorg/service-0.git',
      cluster: expect.stringMatching(/^(eu|us|asia)$/),
      batch: expect.stringMatching(/^go-(eu|us|asia)$/),
      run: expect.stringMatching(/^go-(eu|us|asia)-1$/),
      task: 'myorg-service-0',
    });
    expect(index.clusters).toEqual([
      { name: 'asia', weight: 1, runs: ['go-asia-1'] },
      { name: 'eu', weight: 2, runs: ['go-eu-1'] },
      { name: 'us', weight: 1, runs: ['go-us-1'] },
    ]);
  });

  test('the tasks of the files are those of fleet.json', () => {
    const files = synthesized({});
    const index = JSON.parse(files.get('fleet.json') ?? '') as FleetIndex;
    const written = clusters.flatMap(({ name }) =>
      objectsIn(files.get(`${name}/go.k8s.yaml`))
        .filter(({ kind }) => kind === 'Batch')
        .flatMap(({ spec }) => (spec as { tasks: { name: string }[] }).tasks.map((one) => `${name} ${one.name}`)),
    );
    expect(written.sort()).toEqual(index.repositories.map(({ cluster, task }) => `${cluster} ${task}`).sort());
  });

  test('a second time, and clusters in another order: the same bytes', () => {
    const first = synthesized({});
    expect(synthesized({ clusters: clusters.toReversed() })).toEqual(first);
  });

  test('a template alone: no run', () => {
    const index = indexOf({ batch: () => ({}) });
    expect([index.clusters[0], index.repositories[0]?.run]).toEqual([{ name: 'asia', weight: 1, runs: [] }, undefined]);
  });

  test('contexts of your own', () => {
    const fleet = fleetOf(1);
    const files = synthesized({ fleet, contexts: ({ url }) => [Context.file('/workspace/url', url)] });
    expect([...files.values()].join()).toContain('inline: https://github.com/myorg/service-0.git');
  });
});

describe('which cluster works on a repository', () => {
  const counts = fc.integer({ min: 1, max: 30 });
  const names = fc.uniqueArray(fc.stringMatching(/^[a-f]{1,4}$/), { minLength: 2, maxLength: 5 });
  const named = (all: readonly string[]) => all.map((name) => ({ name }));

  test('any clusters: each repository is in exactly one, and its Batch names it', () => {
    fc.assert(
      fc.property(names, counts, (all, count) => {
        const { repositories } = indexOf({ fleet: fleetOf(count), clusters: named(all) });
        expect(repositories.map(({ url }) => url)).toEqual(fleetOf(count).repositories.map(({ url }) => url));
        expect(repositories.filter(({ cluster, batch }) => batch !== `go-${cluster}`)).toEqual([]);
      }),
      { numRuns: 20 },
    );
  });

  test('a cluster that is added: nothing moves but to it', () => {
    fc.assert(
      fc.property(names, counts, ([added = '', ...others], count) => {
        const before = clusterByUrl(indexOf({ fleet: fleetOf(count), clusters: named(others) }));
        const after = clusterByUrl(indexOf({ fleet: fleetOf(count), clusters: named([...others, added]) }));
        const moved = [...after].filter(([url, cluster]) => cluster !== before.get(url));
        expect(new Set([added, ...moved.map(([, cluster]) => cluster)])).toEqual(new Set([added]));
      }),
      { numRuns: 20 },
    );
  });

  test('a fourth cluster of 600 repositories: about a quarter moves', () => {
    const fleet = fleetOf(600);
    const before = clusterByUrl(indexOf({ fleet, clusters: named(['a', 'b', 'c']) }));
    const after = clusterByUrl(indexOf({ fleet, clusters: named(['a', 'b', 'c', 'd']) }));
    const moved = [...after].filter(([url, cluster]) => cluster !== before.get(url)).length;
    expect(Math.abs(moved / fleet.size - 1 / 4)).toBeLessThan(0.06);
  });

  test('a repository that goes: only the file of its cluster, and fleet.json, change', () => {
    const fleet = fleetOf(12);
    const before = synthesized({ fleet, batch: limited });
    const gone = 'https://github.com/myorg/service-3.git';
    const cluster = clusterByUrl(indexOf({ fleet })).get(gone);
    const after = synthesized({ fleet: fleet.filter(({ url }) => url !== gone), batch: limited });
    const changed = [...after].filter(([name, text]) => before.get(name) !== text).map(([name]) => name);
    expect(changed).toEqual([`${cluster}/go.k8s.yaml`, 'fleet.json'].sort());
  });

  test('more repositories than a run takes: several runs, the first with the name that it had', () => {
    const files = synthesized({ fleet: fleetOf(40), tasksPerRun: 25, clusters: [{ name: 'eu' }], maxConcurrency: 5 });
    expect([...files.keys()]).toEqual(['eu/go-1.k8s.yaml', 'eu/go.k8s.yaml', 'fleet.json']);
    const index = JSON.parse(files.get('fleet.json') ?? '') as FleetIndex;
    expect(index.clusters).toEqual([{ name: 'eu', weight: 1, maxConcurrency: 5, runs: ['go-eu-1', 'go-eu-1-1'] }]);
  });
});

describe('limits are a split', () => {
  test('by weight, and they add up', () => {
    const { clusters: found } = indexOf({ maxConcurrency: 10 });
    expect(found.map(({ name, maxConcurrency }) => [name, maxConcurrency])).toEqual([
      ['asia', 3],
      ['eu', 5],
      ['us', 2],
    ]);
  });

  test('a limit of a WorkspaceConfig too', () => {
    const files = synthesized({ batch: limited });
    const limits = ['asia', 'eu', 'us'].map((name) => {
      const [workspace] = objectsIn(files.get(`${name}/go.k8s.yaml`));
      return workspace?.spec;
    });
    expect(limits).toMatchObject([2, 5, 2].map((limit) => ({ concurrency: { limit } })));
  });
});

describe('problems', () => {
  const cases: Record<string, { props: Partial<FleetProps>; want: string }> = {
    'no cluster': {
      props: { clusters: [] },
      want: 'clusters: Required value: give at least one, such as { name: "eu-1" }',
    },
    'a name that is no folder': {
      props: { clusters: [{ name: '../eu' }] },
      want: 'clusters[0].name: Invalid value: "../eu": must be at most 40 lower-case letters, digits and -, as in eu-1: it is a folder and part of names',
    },
    'the folder of the delivery': {
      props: { clusters: [{ name: 'gitops' }] },
      want: 'clusters[0].name: Invalid value: "gitops": is the folder of the ApplicationSet; choose another name',
    },
    'a name twice': {
      props: { clusters: [{ name: 'eu' }, { name: 'eu' }] },
      want: 'clusters[1].name: Duplicate value: "eu"',
    },
    'a weight of 0': {
      props: { clusters: [{ name: 'eu', weight: 0 }] },
      want: 'clusters[0].weight: Invalid value: "0": must be a number above 0',
    },
    'a limit of 0': {
      props: { maxConcurrency: 0 },
      want: 'maxConcurrency: Invalid value: 0: must be a whole number of at least 1',
    },
    'a limit that is too small to divide': {
      props: { maxConcurrency: 1 },
      want: 'Cannot divide a limit of 1: cluster asia would get less than 1 for each of its runs; give a higher limit, or fewer clusters',
    },
  };
  test.each(Object.entries(cases))('%s', (_, { props, want }) => {
    expect(problemsOf(props)).toContain(`[go] FleetConstruct go: ${want}`);
  });

  test('an App of cdk8s: KubetaskApp is wanted', () => {
    const app = new App({ outdir });
    new FleetConstruct(app, 'go', makeProps());
    expect(() => app.synth()).toThrow('FleetConstruct go: an App of cdk8s writes no folders; use KubetaskApp');
  });

  test('two fleets in one app: the other one is named', () => {
    const app = new KubetaskApp({ outdir });
    new FleetConstruct(app, 'go', makeProps());
    new FleetConstruct(app, 'java', makeProps());
    expect(() => app.synth()).toThrow(
      '[java] FleetConstruct java: fleet.json is that of FleetConstruct go; use another app for each',
    );
  });
});

describe('delivery', () => {
  const repoUrl = 'https://github.com/myorg/gitops.git';
  const delivered = (delivery: Partial<FleetDelivery> = {}) => {
    const files = synthesized({ delivery: { repoUrl, ...delivery } });
    return {
      argocd: objectsIn(files.get('gitops/go-argocd.k8s.yaml')),
      flux: objectsIn(files.get('gitops/go-flux.k8s.yaml')),
    };
  };
  const names = (objects: readonly KubernetesObject[]) =>
    objects.map(({ kind, metadata: { name } }) => `${kind} ${name}`);

  test('a project and an ApplicationSet of Argo CD', () => {
    const { argocd } = delivered({ path: 'deploy/dist' });
    expect(names(argocd)).toEqual(['AppProject go', 'ApplicationSet go']);
    expect(argocd[0]?.spec).toMatchObject({
      destinations: [{ namespace: 'agents', name: '*' }],
      sourceRepos: [repoUrl],
    });
    expect(argocd[1]?.spec).toMatchObject({
      generators: [
        {
          clusters: {
            selector: {
              matchExpressions: [{ key: 'kubetask.io/fleet-cluster', operator: 'In', values: ['asia', 'eu', 'us'] }],
            },
          },
        },
      ],
      // Without it, a cluster that leaves the fleet would lose its runs.
      syncPolicy: { preserveResourcesOnDeletion: true },
      template: {
        metadata: { name: 'go-{{ index .metadata.labels "kubetask.io/fleet-cluster" }}' },
        spec: {
          project: 'go',
          source: { path: 'deploy/dist/{{ index .metadata.labels "kubetask.io/fleet-cluster" }}' },
          destination: { server: '{{.server}}', namespace: 'agents' },
        },
      },
    });
  });

  test('a Kustomization of Flux per cluster', () => {
    const { flux } = delivered({ path: 'deploy/dist' });
    expect(names(flux)).toEqual([
      'GitRepository go',
      'Kustomization go-asia',
      'Kustomization go-eu',
      'Kustomization go-us',
    ]);
    expect(flux[2]?.spec).toMatchObject({
      path: './deploy/dist/eu',
      kubeConfig: { secretRef: { name: 'eu-kubeconfig' } },
    });
  });

  /** What does not say where to. */
  const policy = (spec: object | undefined) => {
    const {
      path: _,
      kubeConfig: __,
      dependsOn: ___,
      source: ____,
      destination: _____,
      ...rest
    } = { ...spec } as Record<string, unknown>;
    return rest;
  };
  const templateOf = (set: { readonly spec: object } | undefined) =>
    (set?.spec as { template: { spec: object } } | undefined)?.template.spec;

  test.each([false, true])('with pruneRuns: %j, runs are delivered as a GitopsKit delivers them', (pruneRuns) => {
    const app = new KubetaskApp({ outdir });
    const argocd = { clusters: { fleet: 'x' } };
    new GitopsKit(app, 'go', { repoUrl, namespace: 'agents', pruneRuns, argocd, flux: { waitForRuns: '2h' } });
    const kit = app.manifests();
    const fleet = delivered({ pruneRuns, flux: { waitForRuns: '2h' } });
    const [project, , runs] = objectsIn(kit.get('gitops/argocd.k8s.yaml'));
    expect(fleet.argocd[0]).toEqual(project);
    expect(policy(templateOf(fleet.argocd[1]))).toEqual(policy(templateOf(runs)));
    expect(policy(fleet.flux[1]?.spec)).toEqual(policy(objectsIn(kit.get('gitops/flux.k8s.yaml'))[2]?.spec));
  });

  test('one tool alone', () => {
    const files = synthesized({ delivery: { repoUrl, argocd: false } });
    expect([...files.keys()].filter((name) => name.startsWith('gitops/'))).toEqual(['gitops/go-flux.k8s.yaml']);
  });

  test('a fleet without a repository: nothing is delivered', () => {
    const files = synthesized({ fleet: Fleet.of([]), delivery: { repoUrl } });
    expect([...files.keys()]).toEqual(['fleet.json']);
  });

  test('problems name the fleet, the field and the value', () =>
    expect(problemsOf({ delivery: { repoUrl, path: '../dist' } })).toEqual([
      '[go/delivery] FleetConstruct go: delivery: path: Invalid value: "../dist": give a folder of the repository, such as dist',
    ]));
});
