import { execFileSync, spawnSync } from 'node:child_process';
import { chmodSync, chownSync, existsSync, mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import type { Context } from '../../api/generated/kinds.js';
import { type LocalCluster, startCluster } from '../../packages/embedded-cluster/index.js';
import type { KubernetesObject } from '../../packages/kubernetes-conventions/kubernetes-object.js';
import { DEFAULT_FETCH_IMAGE } from '../../plan/context/http-context.js';
import { planTaskRun } from '../../plan/task-run/plan.js';
import { makeFile, makeTaskInputs } from '../plan/sample.js';
import { eventually } from '../runtime/batch-run/local-cluster.js';
import { type HttpsServer, startHttpsServer } from './https-server.js';

const program = new URL('../../images/fetch/fetch.mjs', import.meta.url).pathname;
const namespace = 'default';

let folder: string;
let cluster: LocalCluster;
let server: HttpsServer;
beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'contexts-'));
  server = await startHttpsServer((request, response) =>
    response.end(JSON.stringify({ title: 'Slow query', authorization: request.headers.authorization })),
  );
  cluster = await startCluster({
    kubeconfigPath: join(folder, 'kubeconfig'),
    commandForImage: (image) => (image === DEFAULT_FETCH_IMAGE ? ['node', program] : undefined),
  });
  const { api } = cluster.server;
  const configMap = { apiVersion: 'v1', kind: 'ConfigMap', metadata: { name: 'ca', namespace } };
  api.create('configmaps', { ...configMap, ...{ data: { 'ca.pem': server.caPem } } });
});
afterAll(async () => {
  await cluster.stop();
  await server.close();
  rmSync(folder, { recursive: true });
});

const createSecret = (name: string, stringData: Record<string, string>) =>
  cluster.server.api.create('secrets', {
    apiVersion: 'v1',
    kind: 'Secret',
    metadata: { name, namespace },
    ...{ stringData },
  });

/** Plans a task whose agent prints one file, runs its Pod, and returns the output. */
async function run(name: string, contexts: readonly Context[], file: string) {
  const { configMaps, pod } = planTaskRun(
    makeTaskInputs({
      run: { name, namespace },
      task: { name, spec: { contexts: [...contexts] } },
      workspace: {
        agentImage: 'agent:v1',
        command: ['sh', '-c', `cat ${file} > "$KUBETASK_RESULT"; env | grep -c CANARY >> "$KUBETASK_RESULT" || true`],
        caBundle: { configMapKeyRef: { name: 'ca', key: 'ca.pem' } },
      },
    }),
  );
  const { api } = cluster.server;
  for (const configMap of configMaps) api.create('configmaps', configMap);
  api.create('pods', pod);
  const ended = await eventually<Pod>(api, 'pods', pod.metadata.name, ({ status }) =>
    /Succeeded|Failed/.test(status?.phase ?? ''),
  );
  const { phase, containerStatuses = [], initContainerStatuses = [] } = ended.status ?? {};
  const messages = [...initContainerStatuses, ...containerStatuses].flatMap(
    ({ state }) => state?.terminated?.message ?? [],
  );
  return { phase, messages };
}

interface Pod extends KubernetesObject {
  readonly status?: PodStatus;
}
interface PodStatus {
  readonly phase?: string;
  readonly containerStatuses?: readonly ContainerStatus[];
  readonly initContainerStatuses?: readonly ContainerStatus[];
}
interface ContainerStatus {
  readonly state?: { readonly terminated?: { readonly message?: string } };
}

test('one file of an inline text, an answer and an output: in the order of the contexts', async () => {
  createSecret('tracker', { token: 'Bearer CANARY', name: 'CANARY' });
  const contexts: Context[] = [
    makeFile('/workspace/task.md', 'Fix it.'),
    {
      type: 'Command',
      command: {
        filePath: '/workspace/task.md',
        image: 'any',
        script: 'printf "%s letters" "$(printf %s "$SECRET" | wc -c)"',
        env: [{ name: 'SECRET', secretKeyRef: { name: 'tracker', key: 'name' } }],
      },
    },
    {
      type: 'Http',
      http: {
        filePath: '/workspace/task.md',
        url: `${server.url}/issue`,
        jsonPointer: '/title',
        allowPrivate: true,
        headers: [{ name: 'Authorization', secretKeyRef: { name: 'tracker', key: 'token' } }],
      },
    },
  ];
  const { phase, messages } = await run('three', contexts, '/workspace/task.md');
  const want = ['Fix it.', '6 letters', 'Slow query'].map((text, i) => `<context index="${i}">\n${text}\n</context>`);
  expect({ phase, messages }).toEqual({ phase: 'Succeeded', messages: [`${want.join('\n\n')}0\n`] });
  expect(server.requests.map(({ headers }) => headers.authorization)).toEqual(['Bearer CANARY']);
});

test('a private address that is not permitted: the Pod fails with the reason', async () => {
  const contexts: Context[] = [{ type: 'Http', http: { filePath: '/workspace/a', url: `${server.url}/issue` } }];
  const { phase, messages } = await run('refused', contexts, '/workspace/a');
  expect(phase).toBe('Failed');
  expect(messages).toEqual([expect.stringMatching(/^cannot fetch .*set allowPrivate to permit it$/)]);
});

const root = '/usr/lib/postgresql';
const [version] = existsSync(root) ? readdirSync(root).sort().reverse() : [];
const bin = (name: string) => join(root, version ?? '', 'bin', name);
const hasPostgres = existsSync(bin('initdb')) && existsSync(bin('postgres'));
if (!hasPostgres) console.warn('SKIPPED: PostgreSQL is not installed; `apt-get install postgresql` runs this test');

/** Starts a server on a socket in a folder. PostgreSQL refuses to run as root; there it runs as the user nobody. */
function startPostgres() {
  const data = mkdtempSync(join(tmpdir(), 'postgres-'));
  const user = process.getuid?.() === 0 ? { uid: 65534, gid: 65534 } : undefined;
  if (user) chownSync(data, user.uid, user.gid);
  chmodSync(data, 0o755);
  const options = { ...user, cwd: data, stdio: 'pipe' as const, env: { PATH: process.env['PATH'], LC_ALL: 'C' } };
  execFileSync(bin('initdb'), ['-D', `${data}/db`, '-U', 'reader', '--auth=trust', '--no-sync'], options);
  const settings = `-c listen_addresses='' -k ${data} -c fsync=off`;
  execFileSync(bin('pg_ctl'), ['-D', `${data}/db`, '-w', '-l', `${data}/log`, '-o', settings, 'start'], options);
  return {
    url: `postgresql://reader@/postgres?host=${encodeURIComponent(data)}`,
    stop: () => {
      spawnSync(bin('pg_ctl'), ['-D', `${data}/db`, '-m', 'immediate', 'stop'], options);
      rmSync(data, { recursive: true, force: true });
    },
  };
}

(hasPostgres ? test : test.skip)('rows of a real PostgreSQL server, as docs/contexts.md shows it', async () => {
  const postgres = startPostgres();
  try {
    const sql = "create table slow (query text, ms int); insert into slow values ('select 1', 900), ('select 2', 20)";
    execFileSync(bin('psql'), [postgres.url, '-qc', sql]);
    createSecret('database', { url: postgres.url });
    const script = 'psql --no-psqlrc --csv --command "select * from slow where ms > 100" "$DATABASE_URL"';
    const env = [{ name: 'DATABASE_URL', secretKeyRef: { name: 'database', key: 'url' } }];
    const command = { filePath: '/workspace/slow.csv', image: 'postgres:17', script, env };
    const { phase, messages } = await run('postgres', [{ type: 'Command', command }], '/workspace/slow.csv');
    expect({ phase, messages }).toEqual({ phase: 'Succeeded', messages: ['query,ms\nselect 1,900\n0\n'] });
  } finally {
    postgres.stop();
  }
});
