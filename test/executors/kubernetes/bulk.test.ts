import { execFileSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { once } from 'node:events';
import { join } from 'node:path';
import { PassThrough, Writable } from 'node:stream';
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { execute, executors } from '../../../executors/index.js';
import { Collected } from '../collect.js';
import { deploy, sleeping, startClusterUnderTest, type TestCluster } from './cluster.js';

const megabytes = 200;
/** Of buffers, in this process, which also serves the API. */
const mostBytes = 150_000_000;

let cluster: TestCluster;
beforeAll(async () => {
  cluster = await startClusterUnderTest();
  await deploy(cluster, 'api', [sleeping('main')]);
});
afterAll(() => cluster.stop());

/** A writable that keeps only the hash of what is written, and the most memory that buffers had meanwhile. */
class Hashed extends Writable {
  mostBytes = 0;
  private readonly hash = createHash('sha256');

  override _write(chunk: Buffer, _encoding: BufferEncoding, done: () => void): void {
    this.hash.update(chunk);
    this.mostBytes = Math.max(this.mostBytes, process.memoryUsage().arrayBuffers);
    setImmediate(done);
  }

  get digest(): string {
    return this.hash.digest('hex');
  }
}

const digestOf = (file: string) => execFileSync('sha256sum', [file], { encoding: 'utf8' }).slice(0, 64);
const makeFile = (file: string) =>
  execFileSync('sh', ['-c', `head -c ${megabytes * 1_000_000} /dev/urandom > "$1"`, 'sh', file]);

test('200 MB of output arrive byte for byte, in bounded memory', async () => {
  const bytes = megabytes * 1_000_000;
  const stdout = new Hashed();
  const executor = executors.kubernetes({ component: 'api', connection: cluster.connection });
  const streams = { executor, stdout, stderr: new Collected() };
  const script = `yes kubetask | head -c ${bytes}`;
  expect(await execute({ name: 'test', script }, streams)).toMatchObject({ exitCode: 0 });
  await new Promise<void>((done) => {
    stdout.end(done);
  });
  expect(stdout.digest).toBe(createHash('sha256').update(Buffer.alloc(bytes, 'kubetask\n')).digest('hex'));
  expect(stdout.mostBytes).toBeLessThan(mostBytes);
});

test('200 MB are copied there and back byte for byte', async () => {
  const [file, back] = ['in', 'back'].map((name) => join(cluster.folder, name)) as [string, string];
  const inside = 'inside';
  makeFile(file);
  const copies = { copy: [{ from: file, to: inside }], copyBack: [{ from: inside, to: back }] };
  const executor = executors.kubernetes({ component: 'api', connection: cluster.connection, ...copies });
  const stdout = new Collected();
  await execute({ name: 'test', script: 'sha256sum "$1"', args: [inside] }, { executor, stdout, stderr: stdout });
  expect([stdout.text.slice(0, 64), digestOf(back)]).toEqual([digestOf(file), digestOf(file)]);
});

test('a task that ignores SIGTERM is killed at once', async () => {
  const kill = new AbortController();
  const stdout = new PassThrough();
  const executor = executors.kubernetes({ component: 'api', connection: cluster.connection });
  const script = 'trap "" TERM; echo ready; while sleep 0.05; do :; done';
  const exit = execute({ name: 'test', script }, { executor, stdout, stderr: stdout, kill: kill.signal });
  await once(stdout, 'data');
  kill.abort();
  expect(await exit).toMatchObject({ exitCode: 137 });
});
