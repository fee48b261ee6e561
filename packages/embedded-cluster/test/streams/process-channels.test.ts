import { EventEmitter } from 'node:events';
import { expect, test } from '@jest/globals';
import type { WebSocket } from 'ws';
import { openChannels } from '../../api-server/http/streams/process-channels.js';

const all = { stdin: true, stdout: true, stderr: true, tty: true };

/** A connection whose client takes a message only when the test says so. */
class FakeSocket extends EventEmitter {
  readonly untaken: (() => void)[] = [];
  isPaused = false;

  send(_: Buffer, taken?: () => void): void {
    if (taken) this.untaken.push(taken);
  }
  pause(): void {
    this.isPaused = true;
  }
  resume(): void {
    this.isPaused = false;
  }
}

function opened() {
  const socket = new FakeSocket();
  const { streams } = openChannels(socket as unknown as WebSocket, 'v5.channel.k8s.io', all);
  return { socket, ...streams };
}
const message = (channel: number, bytes: number) => Buffer.concat([Buffer.of(channel), Buffer.alloc(bytes, 'x')]);

test('a client that takes nothing: output waits at the first message', () => {
  const { socket, stdout } = opened();
  const asked = [1, 2, 3].map(() => stdout?.write(Buffer.alloc(64 * 1024)));
  expect([asked, socket.untaken.length]).toEqual([[false, false, false], 1]);
});
test('a process that does not read: the client is not read, until the process reads again', async () => {
  const { socket, stdin } = opened();
  socket.emit('message', message(0, 100_000));
  const before = socket.isPaused;
  stdin?.resume();
  await EventEmitter.once(stdin as EventEmitter, 'data');
  expect([before, socket.isPaused]).toEqual([true, false]);
});
test('a process that will never read again: what comes is dropped, and the client is read', () => {
  const { socket, stdin } = opened();
  socket.emit('message', message(0, 100_000));
  stdin?.destroy();
  socket.emit('message', message(0, 100_000));
  expect(socket.isPaused).toBe(false);
});
test('a client that goes: stdin ends, output breaks off, the signal aborts', () => {
  const { socket, stdin, stdout, stderr, signal } = opened();
  socket.emit('close');
  expect([stdin?.readableFlowing, stdout?.destroyed, stderr?.destroyed, signal.aborted]).toEqual([
    null,
    true,
    true,
    true,
  ]);
});

test('sizes of the terminal: the last one that is one', () => {
  const { socket, terminal } = opened();
  const sizes: unknown[] = [];
  const tell = (text: string) => socket.emit('message', Buffer.from(`\x04${text}`));
  tell('{"Width":80,"Height":24}');
  terminal?.onResize((size) => sizes.push(size));
  for (const text of ['{', '{}', '', 'null', '{"Width":-1,"Height":2}', '{"Width":"9","Height":9}']) tell(text);
  tell('{"Width":81,"Height":25}');
  const last = { width: 81, height: 25 };
  expect([terminal?.size, sizes.at(0), sizes.at(-1)]).toEqual([last, { width: 80, height: 24 }, last]);
});
