import { createHash } from 'node:crypto';
import { getEventListeners } from 'node:events';
import { Writable } from 'node:stream';
import { expect, test } from '@jest/globals';
import { type Executable, execute } from '../../../executors/index.js';
import { local } from '../../../executors/local/local.js';
import { Collected } from '../collect.js';
import { expiringClock } from '../expiring-clock.js';

const run = (executable: Partial<Executable>, stdout: Writable, stderr: Writable = new Collected()) =>
  execute({ name: 'test', script: '', ...executable }, { stdout, stderr });

/** Closes after the first bytes, as `head` does. */
class Head extends Writable {
  override _write(_chunk: Buffer, _encoding: BufferEncoding, done: () => void): void {
    done();
    this.destroy();
  }
}

test.each([
  ['standard output', 'yes', [new Head(), new Collected()]],
  ['standard error', 'yes >&2', [new Collected(), new Head()]],
] as const)('nobody reads %s any more: the task can no longer write, and ends', async (_, script, [stdout, stderr]) => {
  // SIGPIPE, or an error of the write: node's pipes are sockets.
  expect([1, 141]).toContain((await run({ script: `exec ${script}` }, stdout, stderr)).exitCode);
});

test('nobody reads from the start: a task that writes nothing ends well', async () => {
  const closed = new Head().destroy();
  expect(await run({ script: 'exit 3' }, closed, closed)).toMatchObject({ exitCode: 3 });
});

/** Takes its time, and keeps only a hash of what it gets. */
class Slow extends Writable {
  readonly hash = createHash('sha256');
  bytes = 0;
  mostWaiting = 0;

  override _write(chunk: Buffer, _encoding: BufferEncoding, done: () => void): void {
    this.hash.update(chunk);
    this.bytes += chunk.length;
    this.mostWaiting = Math.max(this.mostWaiting, this.writableLength);
    setImmediate(done);
  }
}

test('200 MB: every byte, and never more than 256 KiB that wait', async () => {
  const stdout = new Slow();
  const whole = Buffer.alloc(200_000_000, 'kubetask\n');
  await run({ script: 'yes kubetask | head -c "$1"', args: ['200000000'] }, stdout);
  expect([stdout.bytes, stdout.mostWaiting <= 256 * 1024]).toEqual([200_000_000, true]);
  expect(stdout.hash.digest('hex')).toBe(createHash('sha256').update(whole).digest('hex'));
}, 120_000);

test('50 tasks at the same time: each has its own output and exit code', async () => {
  const numbers = [...Array(50).keys()];
  const ended = await Promise.all(
    numbers.map(async (number) => {
      const stdout = new Collected();
      const { exitCode } = await run({ script: 'cat; echo "$1"; exit "$1"', args: [String(number)] }, stdout);
      return [exitCode, stdout.text];
    }),
  );
  expect(ended).toEqual(numbers.map((number) => [number, `${number}\n`]));
}, 60_000);

test('a task does not listen to the signal that it is given: Node warns of eleven listeners', async () => {
  const { signal } = new AbortController();
  const stdout = new Collected();
  const listeners = new Promise((resolve) =>
    stdout.once('pipe', (pipe) => pipe.once('data', () => resolve(getEventListeners(signal, 'abort')))),
  );
  await execute({ name: 'test', script: 'echo' }, { stdout, stderr: stdout, signal, kill: signal });
  expect(await listeners).toEqual([]);
});

test('a task that ignores SIGTERM: SIGKILL after ten seconds', async () => {
  const { clock, expire, skip } = expiringClock(60);
  const stdout = new Collected();
  const started = new Promise((resolve) => stdout.once('pipe', (pipe) => pipe.once('data', resolve)));
  const script = "trap '' TERM; echo ready; while :; do sleep 1; done";
  const ended = execute(
    { name: 'test', script, timeoutSeconds: 60 },
    { stdout, stderr: stdout, executor: local({ clock }) },
  );
  await started;
  expire();
  skip(11);
  expect(await ended).toMatchObject({ exitCode: 124, signal: 'SIGKILL' });
}, 30_000);
