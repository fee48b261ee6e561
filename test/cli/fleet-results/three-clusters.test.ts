import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { dump, load, loadAll } from 'js-yaml';
import { Context, Fleet, FleetConstruct, KubetaskApp, WorkspaceConstruct } from '../../../constructs/index.js';
import type { KubernetesObject } from '../../../packages/kubernetes-conventions/kubernetes-object.js';
import { type PluginWorld, runPlugin, startPluginWorld } from '../plugin.js';

const names = ['asia', 'eu', 'us'] as const;
const fleet = Fleet.of(Array.from({ length: 12 }, (_, i) => ({ url: `https://github.com/myorg/s${i}.git` })));
const folder = mkdtempSync(join(tmpdir(), 'test-clusters-'));
const outdir = join(folder, 'dist');
const kubeconfig = join(folder, 'kubeconfig');
const clusters = names.map((name) => ({ name }));

/** Writes a fleet whose tasks run a script. */
function synthesize(scriptOf: (url: string) => string): FleetConstruct['index'] {
  const app = new KubetaskApp({ outdir });
  const construct = new FleetConstruct(app, 'go', {
    fleet,
    clusters,
    namespace: 'default',
    contexts: ({ url }) => [Context.file('/workspace/task.md', scriptOf(url))],
    batch: (chart) => ({
      workspace: new WorkspaceConstruct(chart, 'default', {
        agentImage: 'local',
        spec: { command: ['sh', '-c', '. ./task.md'] },
      }),
      run: { runId: '1', jobs: 'runtime' },
    }),
  });
  app.synth();
  return construct.index;
}

/** One kubeconfig with a context for each cluster. */
function writeKubeconfig(worlds: readonly PluginWorld[]): void {
  interface Config {
    clusters: { cluster: object }[];
    users: { user: object }[];
  }
  const configs = worlds.map((world) => load(readFileSync(world.kubeconfig, 'utf8')) as Config);
  const merged = {
    apiVersion: 'v1',
    kind: 'Config',
    clusters: configs.map((config, i) => ({ name: names[i], cluster: config.clusters[0]?.cluster })),
    users: configs.map((config, i) => ({ name: names[i], user: config.users[0]?.user })),
    contexts: names.map((name) => ({ name, context: { cluster: name, user: name } })),
  };
  writeFileSync(kubeconfig, dump(merged), { mode: 0o600 });
}

let worlds: PluginWorld[] = [];
const worldOf = (name: string) => worlds[names.indexOf(name as 'eu')] as PluginWorld;
const stopped = new Set<string>();

let index: FleetConstruct['index'];
/** Tasks of a cluster, in the order of the fleet. */
const tasksOf = (name: string) => index.repositories.filter(({ cluster }) => cluster === name).map(({ task }) => task);

beforeAll(async () => {
  index = synthesize(() => 'true');
  // Two tasks in us never end: a node of this machine runs few at a time.
  const slow = new Set(
    index.repositories
      .filter(({ cluster }) => cluster === 'us')
      .slice(-2)
      .map(({ url }) => url),
  );
  index = synthesize((url) => (slow.has(url) ? 'exec sleep 600' : `echo '{"summary":"did it"}' > "$KUBETASK_RESULT"`));
  worlds = await Promise.all(names.map(() => startPluginWorld()));
  writeKubeconfig(worlds);
  for (const name of names) apply(name);
}, 120_000);
afterAll(async () => {
  await Promise.all(names.filter((name) => !stopped.has(name)).map((name) => worldOf(name).stop()));
  rmSync(folder, { recursive: true });
});

/** Applies the files of a cluster; `to` another one by mistake. */
function apply(cluster: string, { to = cluster, without = 'none' } = {}): void {
  for (const file of readdirSync(join(outdir, cluster))) {
    const objects = loadAll(readFileSync(join(outdir, cluster, file), 'utf8')) as KubernetesObject[];
    for (const object of objects.filter(({ kind }) => kind !== without)) {
      const resource = `${object.kind.toLowerCase()}${object.kind === 'Batch' ? 'es' : 's'}.kubetask.io`;
      worldOf(to).api.create(resource, object as KubernetesObject & { spec: object });
    }
  }
}

const results = (...args: string[]) =>
  runPlugin(['results', '--fleet', join(outdir, 'fleet.json'), ...args], { KUBECONFIG: kubeconfig });
interface Row {
  cluster: string;
  name: string;
  phase: string;
  remark?: string;
}

const rows = async (...args: string[]): Promise<Row[]> => JSON.parse((await results('-o', 'json', ...args)).stdout);
/** When the fleet looks so: asked again and again, as a person would. */
async function until(fits: (found: Row[]) => boolean, attempts = 200): Promise<Row[]> {
  const found = await rows();
  return fits(found) || attempts === 0 ? found : until(fits, attempts - 1);
}

const isHalfDone = (found: Row[]) =>
  found.filter(({ phase }) => phase === 'Running').length === 2 &&
  found.filter(({ phase }) => phase === 'Succeeded').length === fleet.size - 2;

test('every cluster has some repositories', () => {
  expect(Math.min(...names.map((name) => tasksOf(name).length))).toBeGreaterThan(1);
});

test('all clusters: one table with each repository once', async () => {
  const found = await until(isHalfDone);
  expect(found.map(({ name }) => name)).toEqual(index.repositories.map(({ task }) => task));
  const { code, stdout, stderr } = await results();
  expect(code).toBe(0);
  expect(stdout.split('\n')[0]).toMatch(/^CLUSTER +NAME +PHASE +DURATION +MESSAGE$/);
  expect(stderr).toBe('10 succeeded, 2 running\n');
}, 120_000);

test('contexts that are given: only these are asked, and the others are missing', async () => {
  const { code, stderr } = await results('--contexts', 'eu, asia');
  expect([code, stderr]).toEqual([1, expect.stringMatching(new RegExp(`; ${tasksOf('us').length} missing\n$`))]);
});

describe('one cluster is killed half way', () => {
  beforeAll(async () => {
    await worldOf('us').stop();
    stopped.add('us');
  }, 60_000);

  test('its repositories are unknown, it is named, and the others are exact', async () => {
    const { code, stdout, stderr } = await results();
    const lines = stdout.split('\n');
    expect(code).toBe(1);
    expect(lines.filter((line) => /^us .* Unknown .*unreachable: us/.test(line))).toHaveLength(tasksOf('us').length);
    expect(lines.filter((line) => /^(asia|eu) .* Succeeded .*did it/.test(line))).toHaveLength(
      tasksOf('asia').length + tasksOf('eu').length,
    );
    expect(stderr).toMatch(new RegExp(`; ${tasksOf('us').length} unknown\nus: Cannot reach the API server https://`));
  }, 60_000);

  test('a run that another cluster has by mistake: its repositories are duplicate', async () => {
    apply('eu', { to: 'asia', without: 'WorkspaceConfig' });
    const found = await until(
      (all) => all.filter(({ remark }) => remark?.startsWith('duplicate')).length > tasksOf('eu').length,
    );
    const duplicates = found.filter(({ remark }) => remark?.startsWith('duplicate'));
    expect(duplicates.map(({ cluster, name }) => `${name} ${cluster}`).sort()).toEqual(
      tasksOf('eu')
        .flatMap((name) => [`${name} asia`, `${name} eu`])
        .sort(),
    );
  }, 120_000);
});

describe('mistakes: one clear error', () => {
  const cases: Record<string, { args: string[]; want: string }> = {
    'no file': {
      args: ['--fleet', '/no/such/fleet.json'],
      want: 'error: Cannot read /no/such/fleet.json: it does not exist\n  give the fleet.json that a FleetConstruct writes to its output folder\n',
    },
    'another JSON': {
      args: ['--fleet', 'package.json'],
      want: 'error: Cannot read package.json: fleet: Required value\n  and 3 more\n',
    },
    'no JSON': { args: ['--fleet', 'README.md'], want: 'error: Cannot read README.md: it is not JSON: ' },
    'a run and a fleet': {
      args: ['batchrun/x', '--fleet', 'fleet.json'],
      want: 'error: Cannot show batchrun/x: --fleet names the runs; leave one of them out\n',
    },
    'contexts without a fleet': {
      args: ['batchrun/x', '--contexts', 'a,b'],
      want: 'error: Cannot use --contexts without --fleet; for one cluster, use --context\n',
    },
    'no run': { args: [], want: 'error: Cannot show results: no run is given; name one, such as @latest\n' },
  };
  test.each(Object.entries(cases))('%s', async (_, { args, want }) => {
    const { code, stderr } = await runPlugin(['results', ...args], { KUBECONFIG: kubeconfig });
    expect([code, stderr]).toEqual([1, expect.stringContaining(want)]);
  });

  test('an empty name of a context', async () => {
    const { stderr } = await results('--contexts', 'eu,,us');
    expect(stderr).toBe("error: Cannot use --contexts 'eu,,us': a name is empty; give names such as eu-1,us-1\n");
  });

  test('a context that the kubeconfig does not have: named, and its repositories are unknown', async () => {
    const { code, stderr } = await results('--contexts', 'eu,mars');
    expect([code, stderr]).toEqual([1, expect.stringContaining('mars: ')]);
  });
});
