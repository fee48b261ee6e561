import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { deploy, type EmbeddedTestCluster, sleeping, startTestCluster } from '../../executors/kubernetes/cluster.js';
import { type Given, taskFolder } from './run-in.js';

const folder = taskFolder(`
tasks:
  there: { component: api, script: 'echo "in $WHERE: $1"; echo oops >&2; exit 9' }
  read: { component: api, script: 'cat' }
  other: { component: api, script: 'true' }
  elsewhere: { component: web, script: 'true' }
kubernetes: { namespace: '\${env:K8S_NAMESPACE:-default}' }
`);
let cluster: EmbeddedTestCluster;
beforeAll(async () => {
  cluster = await startTestCluster();
  await deploy(cluster, 'api', [sleeping('api', { env: [{ name: 'WHERE', value: 'the Pod' }] })]);
});
afterAll(async () => {
  await cluster.stop();
  folder.remove();
});

const run = (args: readonly string[], given: Given = {}) =>
  folder.task(args, { ...given, env: { KUBECONFIG: join(cluster.folder, 'kubeconfig'), ...given.env } });

test('the streams apart, the arguments, the exit code', async () => {
  const { code, stdout, stderr } = await run(['run', 'there', '-x', 'kubernetes', '--', '$(a) b']);
  expect([code, stdout]).toEqual([9, 'in the Pod: $(a) b\n']);
  expect(stderr).toMatch(/^oops\n✗ there {2}kubernetes {2}\d+s {2}exit code 9\n/);
});
test('standard input', async () => {
  expect(await run(['run', 'read', '-x', 'kubernetes', '-i'], { stdin: 'text' })).toMatchObject({
    code: 0,
    stdout: 'text',
  });
});
test('no such Deployment: why, and what else there is', async () => {
  const { code, stderr } = await run(['run', 'elsewhere', '-x', 'kubernetes']);
  expect([code, stderr]).toEqual([1, expect.stringContaining('Cannot run task elsewhere as kubernetes')]);
  expect(stderr).toContain('Cannot find Deployment web in namespace default');
});
test('a namespace of the environment that does not exist', async () => {
  const { stderr } = await run(['run', 'there', '-x', 'kubernetes'], { env: { K8S_NAMESPACE: 'staging' } });
  expect(stderr).toContain('Cannot use namespace staging: it does not exist');
});
test('--copy is for Pods alone', async () => {
  const { code, stderr } = await run(['run', 'there', '-x', 'local', '--copy', 'kubetask.yaml']);
  expect([code, stderr]).toEqual([1, expect.stringContaining('Cannot use --copy: task there runs as local')]);
});
test('tasks: where each can run, and why not elsewhere', async () => {
  const { code, stdout } = await run(['tasks', '-o', 'json']);
  const { tasks } = JSON.parse(stdout) as { tasks: { name: string; executors: string[]; unavailable: object }[] };
  expect([code, tasks.map(({ name, executors }) => [name, executors])]).toEqual([
    0,
    [
      ['there', ['local', 'kubernetes']],
      ['read', ['local', 'kubernetes']],
      ['other', ['local', 'kubernetes']],
      ['elsewhere', ['local']],
    ],
  ]);
  expect(tasks[3]?.unavailable).toMatchObject({
    kubernetes: expect.stringContaining('Cannot find Deployment web'),
    job: 'the task has no image; set image',
  });
});
test('tasks -o name', async () => {
  expect(await run(['tasks', '-o', 'name'])).toEqual({
    code: 0,
    stdout: 'there\nread\nother\nelsewhere\n',
    stderr: '',
  });
});
test('completion of task names', async () => {
  const { stdout } = await run(['__complete', 'run', 'th']);
  expect(stdout).toBe('there\n:4\n');
});
test('doctor: the task file, and the rights that its executors need', async () => {
  const { stdout } = await run(['doctor']);
  expect(stdout).toMatch(/✓ task file +kubetask\.yaml: 4 tasks\n✓ -x kubernetes +allowed in namespace default\n$/);
});
