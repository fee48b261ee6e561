import { once } from 'node:events';
import { PassThrough, Readable } from 'node:stream';
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { type Executable, execute, executors } from '../../../executors/index.js';
import type { Fault } from '../../../packages/embedded-cluster/testing.js';
import { Transport } from '../../../packages/kubernetes-client/transport/transport.js';
import { FakeClock } from '../../../packages/work-queue/testing.js';
import { Collected } from '../collect.js';
import { deploy, sleeping, startTestCluster, type TestCluster } from './cluster.js';

let fault: Fault | undefined;
let asked: () => void = () => {};
let cluster: TestCluster;
beforeAll(async () => {
  const next = ({ url }: { url: URL }) => {
    if (!url.pathname.endsWith('/exec')) return undefined;
    asked();
    return fault;
  };
  cluster = await startTestCluster({ faults: { next } });
  await deploy(cluster, 'api', [sleeping('main')]);
});
afterAll(() => cluster.stop());

function run(given: Fault | undefined, executable: Partial<Executable>, stdin?: Readable) {
  fault = given;
  const clock = new FakeClock();
  const stdout = new Collected();
  const executor = executors.kubernetes({ component: 'api', connection: cluster.connection, clock });
  const streams = { stdout, stderr: stdout, ...(stdin && { stdin }) };
  const exit = execute({ name: 'test', script: 'true', ...executable }, { executor, ...streams });
  return { clock, stdout, exit };
}

/** The first message, the answer to a ping, and a message with `ready` and a line feed. */
const ready = { script: 'echo ready; sleep 600' };
const afterBytes = 3 + 2 + 9;

test('a connection that is cut behind some output: exit code 125', async () => {
  const { stdout, exit } = run({ kind: 'reset', afterBytes }, ready);
  await expect(exit).rejects.toMatchObject({ exitCode: 125, message: expect.stringMatching(/^Lost the connection/) });
  expect(stdout.text).toBe('ready\n');
});
test('a connection that is cut within a message: the same', async () => {
  const { stdout, exit } = run({ kind: 'reset', afterBytes: afterBytes - 2 }, ready);
  await expect(exit).rejects.toMatchObject({ exitCode: 125, message: expect.stringMatching(/^Lost the connection/) });
  expect('ready\n'.startsWith(stdout.text)).toBe(true);
});
test('a server that stops answering: the same after a minute', async () => {
  const { clock, stdout, exit } = run({ kind: 'freeze', afterBytes }, ready);
  const failed = expect(exit).rejects.toMatchObject({ exitCode: 125, message: expect.stringContaining('not answer') });
  await once(stdout, 'text');
  for (const _ of Array.from({ length: 8 })) await clock.advance(10);
  await failed;
});
test('a server that never answers: a failure after 30 s', async () => {
  const wasAsked = new Promise<void>((resolve) => {
    asked = resolve;
  });
  const { clock, exit } = run({ kind: 'freeze' }, ready);
  const failed = expect(exit).rejects.toMatchObject({ exitCode: 125, message: expect.stringContaining('30 s') });
  await wasAsked;
  await clock.advance(30);
  await failed;
});
test('a silent hour: the connection stays', async () => {
  const stdin = new PassThrough();
  const { clock, stdout, exit } = run(undefined, { script: 'echo ready; read -r line; exit 4' }, stdin);
  await once(stdout, 'text');
  const other = new Transport(cluster.connection);
  for (const _ of Array.from({ length: 360 })) {
    await clock.advance(10);
    // As long as the server needs to answer a ping.
    await other.request({ method: 'GET', path: '/version' });
  }
  other.close();
  stdin.end('end\n');
  expect(await exit).toMatchObject({ exitCode: 4 });
});
test('bytes that come one by one: all of them', async () => {
  const text = 'é\n'.repeat(500);
  const { stdout, exit } = run({ kind: 'split', bytes: 1 }, { script: 'cat; exit 3' }, Readable.from([text]));
  expect(await exit).toMatchObject({ exitCode: 3 });
  expect(stdout.text).toBe(text);
});

const refusals: Record<string, { given: Fault; want: string }> = {
  'cut before its answer': { given: { kind: 'reset' }, want: 'Cannot reach the API server' },
  'answered 403': { given: { kind: 'status', code: 403, reason: 'Forbidden' }, want: 'You are not allowed to run' },
  'answered 401': { given: { kind: 'status', code: 401, reason: 'Unauthorized' }, want: 'Cannot log in' },
  'answered 500': { given: { kind: 'status', code: 500 }, want: 'injected fault' },
  'answered 404': { given: { kind: 'status', code: 404, reason: 'NotFound' }, want: 'it was deleted' },
};
test.each(Object.entries(refusals))('a request that is %s: 125, and why', async (_, { given, want }) => {
  const { exit } = run(given, {});
  await expect(exit).rejects.toMatchObject({ exitCode: 125, message: expect.stringContaining(want) });
});
