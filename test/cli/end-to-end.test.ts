import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import type { KubernetesObject } from '../../packages/kubernetes-conventions/kubernetes-object.js';
import { type PluginWorld, startPluginWorld } from './plugin.js';

const apiVersion = 'kubetask.io/v1alpha1';
const metadata = (name: string) => ({ name, namespace: 'default' });

const file = (inline: string) => ({ type: 'File', file: { filePath: '/workspace/task.md', source: { inline } } });

/** The agent runs its task.md as a shell script. */
const objects: Record<string, KubernetesObject & { spec: object }> = {
  'workspaceconfigs.kubetask.io': {
    apiVersion,
    kind: 'WorkspaceConfig',
    metadata: metadata('default'),
    spec: { agentImage: 'local', command: ['sh', '-c', '. ./task.md'] },
  },
  'batches.kubetask.io': {
    apiVersion,
    kind: 'Batch',
    metadata: metadata('deps'),
    spec: { variableContexts: [[file('echo first')], [file('echo second; exit 3')]] },
  },
  'tasks.kubetask.io': {
    apiVersion,
    kind: 'Task',
    metadata: metadata('hello'),
    spec: {
      params: [{ name: 'who', default: 'world' }],
      steps: [
        { name: 'build', image: 'local', script: 'echo hello $PARAM_WHO' },
        { name: 'test', image: 'local', script: '#!/bin/sh\necho tested' },
      ],
    },
  },
};

const slow: KubernetesObject & { spec: object } = {
  apiVersion,
  kind: 'Task',
  metadata: metadata('slow'),
  spec: { steps: [{ name: 'wait', image: 'local', script: 'echo begun; exec sleep 600' }] },
};

let world: PluginWorld;
beforeAll(async () => {
  world = await startPluginWorld();
  for (const [resource, object] of Object.entries(objects)) world.api.create(resource, object);
  world.api.create('tasks.kubetask.io', slow);
}, 30_000);
afterAll(() => world.stop());

/** The run of the Batch that is not a retry. */
async function firstRun(): Promise<string> {
  const runs = world.api.list('batchruns.kubetask.io', { namespace: 'default' });
  return runs.find(({ metadata: { name } }) => name.startsWith('deps-run-'))?.metadata.name ?? '';
}

const lines = (text: string) => text.trimEnd().split('\n');

describe('a Task', () => {
  test('start --logs: its steps in order, with prefixes; exit code 0', async () => {
    const { code, stdout, stderr } = await world.task([
      'start',
      'hello',
      '-p',
      'who=you',
      '--logs',
      '--timeout',
      '20s',
    ]);
    expect([code, lines(stdout)]).toEqual([0, ['[build] hello you', '[test] tested']]);
    expect(lines(stderr)[0]).toMatch(/^TaskRun hello-run-\w{5} created successfully$/);
    expect(stderr).toMatch(/taskrun\/hello-run-\w{5} Succeeded/);
  });
  test('start -o name: only the name', async () => {
    const { stdout } = await world.task(['start', 'task/hello', '-o', 'name']);
    expect(stdout).toMatch(/^taskrun\.kubetask\.io\/hello-run-[a-z0-9]{5}\n$/);
    expect((await world.task(['wait', 'task/hello', '--timeout', '20s'])).code).toBe(0);
  });
  test('logs -f of a finished run: its steps in order', async () => {
    const { code, stdout } = await world.task(['logs', 'task/hello', '-f']);
    expect([code, stdout]).toEqual([0, '[build] hello world\n[test] tested\n']);
  });
  test('start --dry-run=client -o yaml: prints the object and sends nothing', async () => {
    const { stdout } = await world.task(['start', 'hello', '--dry-run=client', '-o', 'yaml']);
    expect(stdout).toContain('generateName: hello-run-');
  });
  test('Ctrl-C while following: exit code 130, and the run continues', async () => {
    const { code, stderr } = await world.task(['start', 'slow', '--logs'], (text, interrupt) => {
      if (text.includes('[wait] begun')) interrupt();
    });
    expect([code, stderr]).toEqual([130, expect.stringMatching(/interrupted: taskrun\/slow-run-\w{5} continues/)]);
  });
  test('wait --timeout: 124', async () => {
    const { code, stderr } = await world.task(['wait', 'task/slow', '--timeout', '100ms']);
    expect([code, stderr]).toEqual([124, expect.stringContaining('timed out after 0.1s')]);
  });
  test('cancel, then wait: 2', async () => {
    expect((await world.task(['cancel', 'task/slow'])).stdout).toMatch(
      /^taskrun\.kubetask\.io\/slow-run-\w{5} cancelled\n$/,
    );
    expect((await world.task(['wait', 'task/slow', '--timeout', '20s'])).code).toBe(2);
  });
});

describe('a Batch with a task that fails', () => {
  beforeAll(async () => {
    expect((await world.task(['start', 'batch/deps', '--wait', '--timeout', '20s'])).code).toBe(1);
  });

  test('logs --failed: only the failed task', async () => {
    const { code, stdout } = await world.task(['logs', 'batch/deps', '--failed']);
    expect([code, stdout]).toEqual([0, '[task-1] second\n']);
  });
  test('logs --task: only that task, with or without prefixes', async () => {
    expect((await world.task(['logs', 'batch/deps', '--task', '0', '--step', 'agent', '--no-prefix'])).stdout).toBe(
      'first\n',
    );
  });
  test('results as JSON: a list of tasks', async () => {
    const { stdout } = await world.task(['results', 'batch/deps', '-o', 'json']);
    expect(JSON.parse(stdout)).toMatchObject([
      { index: 0, phase: 'Succeeded' },
      { index: 1, phase: 'Failed' },
    ]);
  });
  test('describe: the runs of a template, the tasks of a run', async () => {
    expect((await world.task(['describe', 'batch/deps'])).stdout).toContain('Latest runs:');
    expect((await world.task(['describe', 'batchrun/@latest'])).stdout).toMatch(/1 +Failed +\w+Failed +\S+/);
  });
  test('retry: a run of only the failed task', async () => {
    const { code, stderr } = await world.task(['retry', 'batch/deps', '--wait', '--timeout', '20s']);
    expect([code, stderr]).toEqual([1, expect.stringContaining('retrying 1 of 2 tasks')]);
    const { stdout } = await world.task(['logs', 'batchrun/@latest', '--failed']);
    expect(stdout).toBe('[task-0] second\n');
  });

  const changeTasks = (...lines: string[]) => {
    const spec = { variableContexts: lines.map((line) => [file(line)]) };
    world.api.update('batches.kubetask.io', { apiVersion, kind: 'Batch', metadata: metadata('deps'), spec } as never);
  };
  test('retry after a task was inserted before the failed one: still the failed task', async () => {
    changeTasks('echo new', 'echo first', 'echo second; exit 3');
    const name = `batchrun/${await firstRun()}`;
    expect((await world.task(['retry', name, '--wait', '--timeout', '20s'])).code).toBe(1);
    expect((await world.task(['logs', 'batchrun/@latest'])).stdout).toBe('[task-0] second\n');
  });
  test('retry after the failed task was removed: refused, and the error says what changed', async () => {
    changeTasks('echo first');
    const { code, stderr } = await world.task(['retry', `batchrun/${await firstRun()}`]);
    expect([code, stderr]).toEqual([1, expect.stringContaining('task 1 (task-1): it is no longer in batch/deps')]);
  });
  test('results: the tasks that ran, even if the Batch has changed', async () => {
    const { stdout } = await world.task(['results', `batchrun/${await firstRun()}`, '-o', 'json']);
    expect(JSON.parse(stdout)).toMatchObject([
      { index: 0, name: 'task-0', phase: 'Succeeded', key: expect.stringMatching(/^[0-9a-f]{16}$/) },
      { index: 1, name: 'task-1', phase: 'Failed', key: expect.stringMatching(/^[0-9a-f]{16}$/) },
    ]);
  });
});

test('a Batch: paused, resumed, cancelled', async () => {
  world.api.create('batches.kubetask.io', {
    apiVersion,
    kind: 'Batch',
    metadata: metadata('long'),
    spec: { variableContexts: [[file('sleep 600')]] },
  } as KubernetesObject);
  await world.task(['start', 'batch/long']);
  const said = async (...args: string[]) => (await world.task([...args, 'batch/long'])).stdout;
  expect(await said('pause')).toMatch(/^batchrun\.kubetask\.io\/long-run-\w{5} paused\n$/);
  expect(await said('pause')).toMatch(/already paused/);
  expect(await said('resume')).toMatch(/resumed/);
  expect(await said('cancel')).toMatch(/cancelled/);
  expect((await world.task(['wait', 'batch/long', '--timeout', '20s'])).code).toBe(2);
});

describe('names', () => {
  test('a misspelt name: the error suggests the nearest', async () => {
    const { code, stderr } = await world.task(['start', 'helo']);
    expect([code, stderr]).toEqual([1, expect.stringContaining('did you mean task/hello?')]);
  });
  test('a name of two kinds: the error lists them', async () => {
    world.api.create('batches.kubetask.io', {
      ...(objects['batches.kubetask.io'] as KubernetesObject),
      metadata: metadata('hello'),
    } as never);
    const { stderr } = await world.task(['start', 'hello']);
    expect(stderr).toContain('Cannot choose hello: batch/hello and task/hello exist');
    world.api.delete('batches.kubetask.io', 'default', 'hello');
  });
  test('a namespace that does not exist: the error suggests one that does', async () => {
    const { stderr } = await world.task(['get', 'x', '-n', 'defualt']);
    expect(lines(stderr)).toEqual([
      'error: Cannot use namespace defualt: it does not exist',
      '  did you mean default?',
      expect.stringMatching(/^ {2}existing names: default/),
    ]);
  });
  test('list: newest first, names for scripts', async () => {
    const { stdout } = await world.task(['list', '-o', 'name']);
    expect(lines(stdout)[0]).toMatch(/^batchrun\.kubetask\.io\/long-run-/);
  });
  test('doctor: no problem', async () => {
    const { code, stdout } = await world.task(['doctor']);
    expect([code, stdout]).toEqual([0, expect.stringContaining('✓ controller')]);
  });
  test('delete: finished runs, except the newest of each template', async () => {
    expect((await world.task(['delete', '--keep', '0'])).code).toBe(0);
    expect((await world.task(['list', '-o', 'name'])).stdout).toBe('');
  });
});
