import { Writable } from 'node:stream';
import { expect, test } from '@jest/globals';
import { writeBody } from '../../api-server/http/response/write-body.js';

/** A client that takes one byte at a time, each in a later turn. */
class SlowClient extends Writable {
  readonly received: number[] = [];

  constructor(private readonly onByte: () => void = () => undefined) {
    super({ highWaterMark: 1 });
  }

  override _write(chunk: Buffer, _encoding: string, done: () => void): void {
    this.received.push(...chunk);
    this.onByte();
    setImmediate(done);
  }

  listenerCounts(): Record<string, number> {
    return Object.fromEntries(this.eventNames().map((name) => [String(name), this.listenerCount(name)]));
  }
}

/** Bytes 0, 1, 2 and so on, each made only when it is asked for; `cancelled` is called when nobody wants more. */
function bodyOf(length: number, cancelled: () => void = () => undefined): Response {
  let made = 0;
  return new Response(
    new ReadableStream<Uint8Array>({
      pull: (controller) => (made < length ? controller.enqueue(new Uint8Array([made++])) : controller.close()),
      cancel: cancelled,
    }),
  );
}

test('a client waited for many times gets everything in order, and nothing continues listening to it', async () => {
  const client = new SlowClient();
  const before = client.listenerCounts();
  await writeBody(bodyOf(50), client, new AbortController().signal);
  expect(client.received).toEqual(Array.from({ length: 50 }, (_, i) => i));
  expect(client.listenerCounts()).toEqual(before);
});

test('a client that goes away while it is waited for: the making of the body ends', async () => {
  const gone = new AbortController();
  const events: string[] = [];
  const body = bodyOf(Number.POSITIVE_INFINITY, () => events.push('cancelled'));
  await expect(writeBody(body, new SlowClient(() => gone.abort()), gone.signal)).rejects.toThrow('aborted');
  expect(events).toEqual(['cancelled']);
});

test('a client that has gone away before there is a body: its making ends, although no byte comes', async () => {
  const events: string[] = [];
  const silent = new Response(new ReadableStream({ cancel: () => void events.push('cancelled') }));
  await writeBody(silent, new SlowClient(), AbortSignal.abort());
  expect(events).toEqual(['cancelled']);
});
