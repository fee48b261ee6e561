import { afterAll, beforeAll, expect, test } from '@jest/globals';
import type { WorkspaceAgent } from '../../api/generated/kinds.js';
import { eventually, namespace, runStatus } from '../runtime/batch-run/local-cluster.js';
import { type NodeCluster, startNodeCluster } from '../runtime/task-run/node-cluster.js';

/** A command of the user's own, which does what its prompt says, in the wrapper of the preset `custom`. */
const command = ['/bin/sh', '-c', 'IFS= read -r script; eval "$script"'];

/** The prompt, the exit code and the result. */
const cases: Record<string, { script: string; exitCode: number; want: object }> = {
  succeeds: { script: 'echo done', exitCode: 0, want: {} },
  fails: { script: 'exit 3', exitCode: 3, want: { error: 'the agent ended with exit code 3' } },
  refuses: { script: 'exit 42', exitCode: 42, want: { error: 'the agent ended with exit code 42' } },
  temporary: {
    script: 'echo 429 Too Many Requests, Retry-After: 7 >&2; exit 75',
    exitCode: 75,
    want: { error: 'the agent ended with exit code 75' },
  },
  'limit-in-text': { script: 'echo 429 Too Many Requests; echo retry after 120s >&2', exitCode: 0, want: {} },
  killed: { script: 'kill -9 $$', exitCode: 1, want: { error: 'the agent ended with SIGKILL' } },
  reports: {
    script: `echo '{"summary":"did it","tokens":5,"turns":-1,"error":"mine","key":"s3cret-value"}' > "$KUBETASK_RESULT"`,
    exitCode: 0,
    want: { summary: 'did it', tokens: 5, turns: -1, key: '***', claims: ['summary', 'tokens', 'turns', 'key'] },
  },
  'writes-no-json': {
    script: 'echo no json > "$KUBETASK_RESULT"',
    exitCode: 0,
    want: { note: 'result.json (8 bytes) was dropped: it is not a JSON object' },
  },
  masks: { script: 'echo "key $KEY"', exitCode: 0, want: {} },
};
const names = Object.keys(cases);

interface PodLike {
  readonly metadata: { readonly name: string };
  readonly status?: {
    readonly containerStatuses?: readonly {
      readonly state?: { readonly terminated?: { readonly exitCode: number; readonly message?: string } };
    }[];
  };
}

let cluster: NodeCluster;

const podOf = (prefix: string): PodLike | undefined =>
  (cluster.api.list('pods') as unknown as PodLike[]).find(({ metadata }) => metadata.name.startsWith(`${prefix}-`));
const endOf = (prefix: string) => podOf(prefix)?.status?.containerStatuses?.[0]?.state?.terminated;

const create = (resource: string, kind: string, name: string, spec: object) =>
  cluster.api.create(resource, {
    apiVersion: 'kubetask.io/v1alpha1',
    kind,
    metadata: { name, namespace },
    ...{ spec },
  });

function createRun(name: string, scripts: Readonly<Record<string, string>>, agent: Partial<WorkspaceAgent> = {}): void {
  create('workspaceconfigs.kubetask.io', 'WorkspaceConfig', name, {
    ...{ agentImage: 'mine:v1', command },
    agent: { preset: 'custom', promptFile: '/workspace/task.md', ...agent },
    credentials: [{ name: 'key', env: 'KEY', secretRef: { name: 'key', key: 'key' } }],
  });
  create('batchruns.kubetask.io', 'BatchRun', name, {
    batchSpec: {
      workspaceConfigRef: name,
      tasks: Object.entries(scripts).map(([task, script]) => ({
        name: task,
        contexts: [{ type: 'File', file: { filePath: '/workspace/task.md', source: { inline: `${script}\n` } } }],
      })),
    },
  });
}

beforeAll(async () => {
  cluster = await startNodeCluster();
  const data = { key: Buffer.from('s3cret-value').toString('base64') };
  cluster.api.create('secrets', {
    apiVersion: 'v1',
    kind: 'Secret',
    metadata: { name: 'key', namespace },
    ...{ data },
  });
  createRun('modes', Object.fromEntries(Object.entries(cases).map(([name, { script }]) => [name, script])));
  createRun('silent', { sleeps: 'exec sleep 600' }, { silenceSeconds: 1 });
  await runStatus(cluster.api, 'modes', () => names.every((name) => endOf(`modes-${name}`) !== undefined));
  await runStatus(cluster.api, 'silent', ({ completionTime }) => completionTime !== undefined);
});

afterAll(() => cluster.stop());

test.each(Object.entries(cases))('it %s', (name, { exitCode, want }) => {
  const { exitCode: code, message = '{}' } = endOf(`modes-${name}`) ?? {};
  expect([code, JSON.parse(message)]).toEqual([exitCode, { durationSeconds: expect.any(Number), ...want }]);
});

test('what it prints passes through, with the value of its Secret masked', async () => {
  const pod = podOf('modes-masks')?.metadata.name ?? '';
  expect(await cluster.log(pod, 'agent')).toBe('key ***\n');
});

test('the status says what it did, what failed, and which numbers were dropped', async () => {
  const { tasks = [] } = await runStatus(cluster.api, 'modes', ({ tasks: all = [] }) =>
    all.every(({ name, phase }) => name === 'temporary' || phase === 'Succeeded' || phase === 'Failed'),
  );
  const byName = new Map(tasks.map((task) => [task.name, task]));
  expect(byName.get('fails')).toMatchObject({ phase: 'Failed', message: expect.stringContaining('exit code 3') });
  expect(byName.get('refuses')).toMatchObject({ phase: 'Failed', reason: 'BadInput' });
  expect(byName.get('reports')).toMatchObject({
    phase: 'Succeeded',
    message: expect.stringContaining('turns'),
    result: { summary: 'did it', tokens: { total: 5 }, claims: ['summary', 'tokens'] },
  });
});

test('silence ends it, and its task fails', async () => {
  const run = await eventually(cluster.api, 'batchruns.kubetask.io', 'silent', () => true);
  expect(run).toMatchObject({
    status: { tasks: [{ phase: 'Failed', message: expect.stringContaining('the agent was silent for 1 seconds') }] },
  });
});
