import { once } from 'node:events';
import { PassThrough, Readable } from 'node:stream';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { type Executable, execute, executors, type KubernetesOptions, type Streams } from '../../../executors/index.js';
import type { Connection } from '../../../packages/kubernetes-client/connection/connection.js';
import { FakeClock } from '../../../packages/work-queue/testing.js';
import { Collected } from '../collect.js';
import { deploy, sleeping, startClusterUnderTest, type TestCluster, undeploy } from './cluster.js';
import { type Gateway, startGateway } from './gateway.js';

let cluster: TestCluster;
let older: Gateway;
let connections: Record<'v5' | 'v4', Connection>;
beforeAll(async () => {
  cluster = await startClusterUnderTest();
  older = await startGateway(cluster.connection, /^v4\./);
  connections = { v5: cluster.connection, v4: older.connection };
  await deploy(cluster, 'api', [sleeping('main')]);
});
afterAll(async () => {
  await older.stop();
  await cluster.stop();
});

interface Run extends Partial<Omit<KubernetesOptions, 'connection'>>, Partial<Pick<Streams, 'signal' | 'stdin'>> {
  readonly connection: Connection;
}

async function run({ signal, stdin, ...options }: Run, executable: Partial<Executable> = {}) {
  const [stdout, stderr] = [new Collected(), new Collected()];
  const streams = { stdout, stderr, ...(stdin && { stdin }), ...(signal && { signal }) };
  const executor = executors.kubernetes({ component: 'api', ...options });
  const exit = await execute({ name: 'test', script: 'true', ...executable }, { executor, ...streams });
  return { ...exit, stdout: stdout.text, stderr: stderr.text };
}

const awkward = `'"\`\\ $(id) $HOME %s\n\té 漢\n`;

describe.each(['v5', 'v4'] as const)('protocol %s', (protocol) => {
  test.each<[string, Partial<Executable>, string | undefined, object]>([
    [
      'output apart',
      { script: 'echo out; echo err >&2' },
      undefined,
      { exitCode: 0, stdout: 'out\n', stderr: 'err\n' },
    ],
    ['env', { script: 'printf %s "$ODD"', env: { ODD: awkward } }, undefined, { stdout: awkward }],
    [
      '4 KB of env',
      { script: 'printf %s "$A"', env: { A: 'é'.repeat(2048) } },
      undefined,
      { stdout: 'é'.repeat(2048) },
    ],
    ['arguments', { script: 'printf %s "$1"', args: [awkward] }, undefined, { stdout: awkward }],
    ['the working directory', { script: 'pwd', workingDir: '/proc/sys' }, undefined, { stdout: '/proc/sys\n' }],
    ['standard input and its end', { script: 'cat' }, awkward, { stdout: awkward }],
    ['no standard input', { script: 'cat; echo end' }, undefined, { stdout: 'end\n' }],
    ['input that nobody reads', { script: 'exit 3' }, 'x'.repeat(10_000), { exitCode: 3 }],
    ['a timeout', { script: 'sleep 600', timeoutSeconds: 0.3 }, undefined, { exitCode: 124 }],
  ])('%s', async (_, executable, stdin, expected) => {
    const input = stdin === undefined ? {} : { stdin: Readable.from([stdin]) };
    expect(await run({ connection: connections[protocol], ...input }, executable)).toMatchObject(expected);
  });

  test.each([0, 1, 125, 126, 127, 128, 137, 143, 255])('exit code %d', async (code) => {
    const { exitCode } = await run({ connection: connections[protocol] }, { script: `exit ${code}` });
    expect(exitCode).toBe(code);
  });

  test('an aborted task ends in the container', async () => {
    const abort = new AbortController();
    const stdout = new PassThrough();
    const executor = executors.kubernetes({ component: 'api', connection: connections[protocol] });
    const script = 'trap "echo ending; exit 5" TERM; echo ready; while sleep 0.05; do :; done';
    const exit = execute({ name: 'test', script }, { executor, stdout, stderr: stdout, signal: abort.signal });
    await once(stdout, 'data');
    abort.abort();
    expect(await exit).toMatchObject({ exitCode: 5 });
  });
});

test('no value of a task is in the process list', async () => {
  const script = 'cat /proc/[0-9]*/cmdline | tr "\\0" "\\n"; : in-script';
  const task = { script, env: { A: 'in-env' }, args: ['in-args'], workingDir: '/proc/sys' };
  const { stdout } = await run({ connection: cluster.connection }, task);
  expect(stdout).toMatch(/KUBETASK_END/);
  expect(stdout).not.toMatch(/in-env|in-args|in-script|\/proc\/sys$/m);
});

test('50 tasks at the same time', async () => {
  const numbers = Array.from({ length: 50 }, (_, number) => String(number));
  const tasks = numbers.map((number) =>
    run({ connection: cluster.connection }, { script: 'echo "$1"; exit "$1"', args: [number] }),
  );
  expect((await Promise.all(tasks)).map(({ stdout, exitCode }) => [stdout.trim(), `${exitCode}`])).toEqual(
    numbers.map((number) => [number, number]),
  );
});

describe('a connection', () => {
  const lost = /^Lost the connection to container main of Pod api-/;

  async function started(options: Partial<KubernetesOptions> = {}) {
    const gateway = await startGateway(cluster.connection);
    const stdout = new PassThrough();
    const executor = executors.kubernetes({ component: 'api', connection: gateway.connection, ...options });
    const exit = execute({ name: 'test', script: 'echo ready; sleep 600' }, { executor, stdout, stderr: stdout });
    await once(stdout, 'data');
    return { gateway, exit: exit.finally(() => gateway.stop()) };
  }

  test('that is cut: exit code 125, and no success', async () => {
    const { gateway, exit } = await started();
    gateway.cut();
    await expect(exit).rejects.toMatchObject({
      message: expect.stringMatching(lost),
      hints: [expect.stringContaining('may still run')],
      exitCode: 125,
    });
  });

  test('whose server stops answering: the same after a minute', async () => {
    const clock = new FakeClock();
    const { gateway, exit } = await started({ clock });
    gateway.freeze();
    const failed = expect(exit).rejects.toMatchObject({ message: expect.stringContaining('does not answer') });
    await clock.advance(80);
    await failed;
  });

  test('of a Pod that is deleted: never a success', async () => {
    const pod = await deploy(cluster, 'gone', [sleeping('main')]);
    const stdout = new PassThrough();
    const executor = executors.kubernetes({ component: 'gone', connection: cluster.connection });
    const script = 'echo ready; sleep 600';
    const exit = execute({ name: 'test', script }, { executor, stdout, stderr: stdout });
    await once(stdout, 'data');
    await undeploy(cluster, 'gone');
    const end = await exit.then(
      ({ exitCode, remark }) => [exitCode, remark],
      (error) => [error.exitCode, error.message],
    );
    expect([125, 137, 143]).toContain(end[0]);
    expect(end[1]).toMatch(/Pod gone-\S+ (was deleted|is being deleted)|Lost the connection/);
    expect(pod.metadata.name).toMatch(/^gone-/);
  });
});
