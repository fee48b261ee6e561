import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from '@jest/globals';
import { crds } from '../../../api/generated/crds.js';
import { type ApiServer, startApiServer, writeKubeconfig } from '../../../packages/embedded-cluster/index.js';
import type { KubernetesObject } from '../../../packages/kubernetes-conventions/kubernetes-object.js';
import { type Finished, runPlugin } from '../plugin.js';

/** The plurals that the user has no rights on. */
let denied: readonly string[] = [];
let server: ApiServer;
let folder: string;

const plurals = ['batches', 'batchruns', 'tasks', 'taskruns', 'agents', 'agentbuilds', 'events', 'configmaps'];
const large = {
  phase: 'Failed',
  progress: { total: 600, pending: 0, running: 0, completed: 599, failed: 1 },
  tasks: [{ index: 7, name: 'myorg/a', jobName: 'large-task-7', phase: 'Failed', reason: 'AgentFailed' }],
  outcomes: ['large-outcomes-0'],
};
const makeObject = (
  apiVersion: string,
  kind: string,
  name: string,
  spec: object,
): KubernetesObject & { spec: object } => ({
  apiVersion,
  kind,
  metadata: { name, namespace: 'default' },
  spec,
});
const allBut = (...allowed: string[]) => plurals.filter((plural) => !allowed.includes(plural));

beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'test-partial-rights-'));
  const next = ({ url }: { readonly url: URL }) => {
    const plural = plurals.find((one) => url.pathname.split('/').includes(one));
    return plural && denied.includes(plural)
      ? ({ kind: 'status', code: 403, reason: 'Forbidden', message: `${plural} is forbidden` } as const)
      : undefined;
  };
  server = await startApiServer({ faults: { next } });
  writeKubeconfig(join(folder, 'kubeconfig'), server);
  for (const crd of Object.values(crds)) server.api.create('customresourcedefinitions.apiextensions.k8s.io', crd);
  const make = (kind: string, name: string, spec: object) =>
    server.api.create(`${kind.toLowerCase()}s.kubetask.io`, makeObject('kubetask.io/v1alpha1', kind, name, spec));
  make('Task', 'hello', { steps: [{ image: 'a' }] });
  make('TaskRun', 'hello-1', { taskRef: 'hello' });
  make('BatchRun', 'deps-1', { batchRef: 'deps' });
  server.api.updateStatus('batchruns.kubetask.io', {
    ...make('BatchRun', 'large', { batchRef: 'deps' }),
    status: large,
  } as KubernetesObject);
});

afterAll(async () => {
  await server.stop();
  rmSync(folder, { recursive: true });
});

beforeEach(() => {
  denied = [];
});

const task = (...args: string[]): Promise<Finished> => runPlugin(args, { KUBECONFIG: join(folder, 'kubeconfig') });

const leftOut = (plural: string, verb = 'list') => `skipped: You are not allowed to ${verb} ${plural}.kubetask.io`;

describe('with rights only on tasks and taskruns', () => {
  beforeEach(() => {
    denied = allBut('tasks', 'taskruns');
  });

  test('list: the TaskRuns, what is skipped, and the exit code of kubectl', async () => {
    const { code, stdout, stderr } = await task('list');
    expect(stdout).toContain('taskrun/hello-1');
    expect(stderr).toContain(leftOut('batchruns'));
    expect(stderr).toContain('kubectl auth can-i list batchruns.kubetask.io -n default must answer yes');
    expect(code).toBe(1);
  });

  test('list -o name and -o json: the same', async () => {
    expect(await task('list', '-o', 'name')).toMatchObject({ code: 1, stdout: 'taskrun.kubetask.io/hello-1\n' });
    const { code, stdout, stderr } = await task('list', '-o', 'json');
    expect(JSON.parse(stdout).items).toHaveLength(1);
    expect([code, stderr]).toEqual([1, expect.stringContaining(leftOut('batchruns'))]);
  });

  test('get @latest and a bare name: found, and what is skipped', async () => {
    for (const name of ['@latest', 'hello-1']) {
      const { code, stdout, stderr } = await task('get', name);
      expect(stdout).toContain('taskrun/hello-1');
      expect(stderr).toContain('skipped: You are not allowed to ');
      expect(code).toBe(0);
    }
  });

  test('describe: the run without its events, which are reported as skipped', async () => {
    const { code, stdout, stderr } = await task('describe', 'taskrun/hello-1');
    expect({ code, stdout }).toEqual({ code: 0, stdout: expect.stringContaining('taskrun/hello-1') });
    expect(stderr).toContain('skipped: You are not allowed to list events in namespace default');
  });

  test('start by a bare name: started', async () => {
    const { code, stdout } = await task('start', 'hello', '--dry-run=client', '-o', 'name');
    expect({ code, stdout }).toEqual({ code: 0, stdout: expect.stringContaining('taskrun') });
  });

  test('a name that no readable object has: not found, and what is skipped', async () => {
    const { code, stderr } = await task('get', 'deps-1');
    expect(stderr).toContain('Cannot find anything named deps-1');
    expect(stderr).toContain('skipped: You are not allowed to ');
    expect(code).toBe(1);
  });

  test('a named kind: only its error', async () => {
    const { code, stdout, stderr } = await task('list', 'batchruns');
    expect({ code, stdout }).toEqual({ code: 1, stdout: '' });
    expect(stderr).toContain('You are not allowed to list batchruns.kubetask.io in namespace default');
    expect(stderr).not.toContain('left out');
  });
});

describe('with rights only on taskruns', () => {
  beforeEach(() => {
    denied = allBut('taskruns');
  });

  test('start task/x: started, and what could not be checked', async () => {
    const { code, stdout, stderr } = await task('start', 'task/hello', '-p', 'who=world', '-o', 'yaml');
    expect({ code, stdout }).toEqual({ code: 0, stdout: expect.stringContaining('taskRef: hello') });
    expect(stderr).toBe(
      'You are not allowed to read tasks.kubetask.io hello in namespace default: the run is created without a check that the task exists and has these parameters\n',
    );
  });

  test('start of a bare name: one sentence, and what to write', async () => {
    const { code, stdout, stderr } = await task('start', 'hello');
    expect({ code, stdout }).toEqual({ code: 1, stdout: '' });
    expect(stderr).toBe(
      'error: Cannot start hello: you are not allowed to read batches or tasks, so their names are unknown\n  write the kind, too: kubectl task start task/hello\n',
    );
  });

  test('start batch/x: what may not be created', async () => {
    denied = plurals;
    const { code, stderr } = await task('start', 'batch/deps');
    expect(code).toBe(1);
    expect(stderr).toContain('You are not allowed to create batchruns.kubetask.io in namespace default');
  });

  test('results: of the run', async () => {
    expect(await task('results', 'taskrun/hello-1', '-o', 'json')).toMatchObject({ code: 0, stderr: '' });
  });
});

describe('in all namespaces', () => {
  test('some kinds: these, what is skipped, and the exit code of kubectl', async () => {
    denied = allBut('taskruns');
    const { code, stdout, stderr } = await task('list', '-A');
    expect({ code, stdout }).toEqual({ code: 1, stdout: expect.stringContaining('taskrun/hello-1') });
    expect(stderr).toContain('skipped: You are not allowed to list batchruns.kubetask.io in all namespaces');
  });

  test('no kind: that one namespace may be allowed', async () => {
    denied = plurals;
    const { code, stderr } = await task('list', '-A');
    expect(code).toBe(1);
    expect(stderr).toContain('You are not allowed to list batchruns.kubetask.io in all namespaces');
    expect(stderr).toContain('kubectl task list -n <namespace> lists one namespace');
  });
});

describe('the outcomes of a large run, without rights on ConfigMaps', () => {
  beforeEach(() => {
    denied = ['configmaps'];
  });

  test('results: what the run itself has, what is skipped, and the exit code of kubectl', async () => {
    const { code, stdout, stderr } = await task('results', 'batchrun/large');
    expect({ code, stdout }).toEqual({ code: 1, stdout: expect.stringContaining('AgentFailed') });
    expect(stderr).toContain('skipped: You are not allowed to read configmaps large-outcomes-0 in namespace default');
  });

  test('describe: the same', async () => {
    const { code, stdout, stderr } = await task('describe', 'batchrun/large');
    expect({ code, stdout }).toEqual({ code: 0, stdout: expect.stringContaining('AgentFailed') });
    expect(stderr).toContain('skipped: You are not allowed to read configmaps large-outcomes-0 in namespace default');
  });
});

test('describe of a Task without rights on its runs: the Task, and what is skipped', async () => {
  denied = ['taskruns'];
  const { code, stdout, stderr } = await task('describe', 'task/hello');
  expect({ code, stdout }).toEqual({ code: 0, stdout: expect.stringContaining('task/hello') });
  expect(stderr).toContain(leftOut('taskruns'));
});

test('without rights: the first error, not an empty list', async () => {
  denied = plurals;
  const { code, stderr } = await task('list');
  expect(stderr).toContain('You are not allowed to list batchruns.kubetask.io in namespace default');
  expect(code).toBe(1);
});

test('with all rights: nothing is skipped', async () => {
  const { code, stdout, stderr } = await task('list');
  expect(stdout).toContain('batchrun/deps-1');
  expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
});
