import { Readable } from 'node:stream';
import { describe, expect, test } from '@jest/globals';
import { execute, executors } from '../../../executors/index.js';
import { runTask } from '../../../executors/kubernetes/run-task.js';
import { FakeClock } from '../../../packages/work-queue/testing.js';
import { Collected } from '../collect.js';
import { deploy, sleeping, startClusterUnderTest } from './cluster.js';
import { startStuckServer } from './stuck-server.js';

const chunk = Buffer.alloc(64 * 1024, 'x');
const megabytes = (count: number) => Readable.from(Array.from({ length: count * 16 }, () => chunk));
const streamsOf = (stdin: Readable) => ({ stdin, stdout: new Collected(), stderr: new Collected() });
const script = 'echo out; printf err >&2; exit 3';

describe('a task that ends without reading 200 MB of input', () => {
  test('ends, although the server keeps its exec open', async () => {
    const clock = new FakeClock();
    const { place, stop } = await startStuckServer(clock);
    const streams = streamsOf(megabytes(200));
    const exit = runTask(place, { name: 'test', script }, streams);
    await clock.timerFor(2);
    await clock.advance(2);
    expect(await exit).toMatchObject({ exitCode: 3 });
    expect(streams.stdout.text).toBe('out\n');
    expect(streams.stderr.text).toBe('err');
    expect(clock.pendingSeconds()).toEqual([]);
    await stop();
  });

  test('ends on a cluster', async () => {
    const cluster = await startClusterUnderTest();
    await deploy(cluster, 'api', [sleeping('main')]);
    const executor = executors.kubernetes({ component: 'api', connection: cluster.connection });
    const streams = streamsOf(megabytes(200));
    const exit = await execute({ name: 'test', script }, { executor, ...streams });
    expect({ code: exit.exitCode, stderr: streams.stderr.text }).toEqual({ code: 3, stderr: 'err' });
    await cluster.stop();
  });
});
