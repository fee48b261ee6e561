import { once } from 'node:events';
import { deflateSync } from 'node:zlib';
import { expect, test } from '@jest/globals';
import { headerDictionary } from '../../api-server/spdy/dictionary.js';
import { type AcceptStream, serveSpdy } from '../../api-server/spdy/spdy-connection.js';
import type { SpdyStream } from '../../api-server/spdy/spdy-stream.js';
import { connectSpdy } from './spdy-client.js';

const connect = (accept: AcceptStream) => connectSpdy((connection) => serveSpdy(connection, accept));

/** Collects what a server is asked for. */
function opened(): { streams: SpdyStream[]; accept: AcceptStream } {
  const streams: SpdyStream[] = [];
  return { streams, accept: (stream) => streams.push(stream) > 0 };
}

test('the dictionary is that of the protocol, by its checksum', () => {
  const compressed = deflateSync('', { dictionary: headerDictionary });
  expect([headerDictionary.length, compressed.toString('hex', 2, 6)]).toEqual([1423, 'e3c6a7c2']);
});
test('streams: headers of each, bytes both ways, each end on its own', async () => {
  const { streams, accept } = opened();
  const { client, hangUp } = connect(accept);
  await client.open(1, { Streamtype: 'data', port: '80' });
  await client.open(3, { streamtype: 'error', port: '80' });
  client.data(1, 'hello ');
  client.data(1, 'world', true);
  await client.seen(2, 2);
  const [first, second] = streams;
  const read: string[] = [];
  first?.on('data', (chunk) => read.push(String(chunk)));
  await once(first as SpdyStream, 'end');
  first?.end('bye');
  second?.end();
  expect([await client.textOf(1), await client.textOf(3), read.join('')]).toEqual(['bye', '', 'hello world']);
  expect(streams.map(({ headers }) => ({ ...headers }))).toEqual([
    { streamtype: 'data', port: '80' },
    { streamtype: 'error', port: '80' },
  ]);
  await hangUp();
});
test('a ping of the client is answered, one of a server is not', async () => {
  const { client, hangUp } = connect(() => true);
  client.ping(2);
  client.ping(7);
  expect((await client.seen(6)).id).toBe(7);
  await hangUp();
  expect(client.frames).toHaveLength(1);
});
test('a stream that is refused, or has the number of a server: it is reset', async () => {
  const { client, hangUp } = connect(() => false);
  await client.open(1, {});
  await client.open(2, {});
  await hangUp();
  expect(client.frames.map(({ type, id, data }) => [type, id, data.readUInt32BE(4)])).toEqual([
    [3, 1, 3],
    [3, 2, 1],
  ]);
});
test('a stream that the client resets is gone; the others stay', async () => {
  const { streams, accept } = opened();
  const { client, hangUp } = connect(accept);
  await client.open(1, {});
  await client.open(3, {});
  await client.seen(2, 2);
  client.reset(1);
  client.data(3, 'x');
  const [, second] = streams;
  await once(second as SpdyStream, 'data');
  expect(streams.map(({ destroyed }) => destroyed)).toEqual([true, false]);
  await hangUp();
});
test('the end of the connection is the end of every stream', async () => {
  const { streams, accept } = opened();
  const { client, hangUp } = connect(accept);
  await client.open(1, {});
  await client.seen(2);
  await hangUp();
  expect(streams.map(({ destroyed }) => destroyed)).toEqual([true]);
});

const broken: Record<string, Buffer> = {
  'another version': Buffer.of(0x80, 2, 0, 6, 0, 0, 0, 4, 0, 0, 0, 1),
  'a header block that is none': Buffer.of(0x80, 3, 0, 1, 0, 0, 0, 12, 0, 0, 0, 1, 0, 0, 0, 0, 0, 0, 9, 9),
  'a frame that is too short': Buffer.of(0x80, 3, 0, 6, 0, 0, 0, 0),
};
test.each(Object.entries(broken))('%s: the connection ends', async (_, bytes) => {
  const { client, end } = connect(() => true);
  client.raw(bytes);
  await end;
  expect((await client.seen(7)).data.readUInt32BE(4)).toBe(1);
});
