import { once } from 'node:events';
import { createServer, type IncomingMessage } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from '@jest/globals';
import { type WebSocket as ServerSocket, WebSocketServer } from 'ws';
import type { Connection, Credentials } from '../../../packages/kubernetes-client/connection/connection.js';
import { Transport } from '../../../packages/kubernetes-client/transport/transport.js';
import { clientFrame } from '../../../packages/kubernetes-client/transport/websocket/client-frame.js';
import { FrameReader } from '../../../packages/kubernetes-client/transport/websocket/frame-reader.js';
import { opcodes } from '../../../packages/kubernetes-client/transport/websocket/opcodes.js';
import type { WebSocket } from '../../../packages/kubernetes-client/transport/websocket/websocket.js';

/** A server whose WebSockets are another library's. */
const server = createServer((_, response) => response.end('{}'));
const sockets = new WebSocketServer({ noServer: true, handleProtocols: () => protocol });
let protocol: string | false = 'b';
let answer: { code: number; body: string } | undefined;
const seen: IncomingMessage[] = [];
server.on('upgrade', (request, socket, head) => {
  seen.push(request);
  const authorized = request.headers.authorization !== 'Bearer old';
  const refusal = authorized ? answer : { code: 401, body: '' };
  if (!refusal) return sockets.handleUpgrade(request, socket, head, (ws) => sockets.emit('connection', ws));
  const { code, body } = refusal;
  socket.end(`HTTP/1.1 ${code} X\r\ncontent-length: ${body.length}\r\nconnection: close\r\n\r\n${body}`);
});

let transport: Transport;
let tokens: string[];
beforeAll(async () => {
  await once(server.listen(0, '127.0.0.1'), 'listening');
  const credentials = async ({ refresh = false } = {}): Promise<Credentials> => {
    if (refresh && tokens.length > 1) tokens.shift();
    return { headers: { authorization: `Bearer ${tokens[0]}` }, tls: {} };
  };
  const url = new URL(`http://127.0.0.1:${(server.address() as AddressInfo).port}/prefix/`);
  transport = new Transport({ server: url, namespace: 'default', credentials } as Connection);
});
beforeEach(() => {
  protocol = 'b';
  answer = undefined;
  tokens = ['new'];
  seen.length = 0;
});
afterAll(async () => {
  transport.close();
  for (const client of sockets.clients) client.terminate();
  server.close();
  server.closeAllConnections();
  await once(server, 'close');
});

/** Both ends, and what came to ours. */
async function open() {
  const theirs = once(sockets, 'connection') as Promise<[ServerSocket]>;
  const ours = await transport.webSocket({ path: '/x', query: { command: ['a b', '&'], tty: true } }, ['a', 'b']);
  return { ours, theirs: (await theirs)[0], came: listenTo(ours) };
}

function listenTo(ours: WebSocket) {
  const messages: Buffer[][] = [];
  let pongs = 0;
  let waiting: () => void = () => {};
  const end = new Promise<Error | undefined>((resolve) => {
    ours.listen({
      onData: (piece, isFirst, isLast) => {
        if (isFirst) messages.push([]);
        messages.at(-1)?.push(piece);
        if (isLast) waiting();
      },
      onPong: () => {
        pongs++;
        waiting();
      },
      onEnd: resolve,
    });
  });
  const next = () =>
    new Promise<void>((resolve) => {
      waiting = resolve;
    });
  return { messages: () => messages.map((pieces) => Buffer.concat(pieces)), pongs: () => pongs, next, end };
}

const bytes = (length: number) => Buffer.from(Array.from({ length }, (_, index) => index % 251));

describe('a WebSocket', () => {
  test('is asked for with its path, query and protocols', async () => {
    const { ours } = await open();
    expect([ours.protocol, seen[0]?.url, seen[0]?.headers['sec-websocket-protocol']]).toEqual([
      'b',
      '/prefix/x?command=a%20b&command=%26&tty=true',
      'a, b',
    ]);
    ours.terminate();
  });

  test.each([0, 1, 125, 126, 65_535, 65_536, 300_000])('a message of %d bytes, there and back', async (length) => {
    const { ours, theirs, came } = await open();
    theirs.on('message', (message) => theirs.send(message));
    const sent = bytes(length);
    const next = came.next();
    ours.send([sent.subarray(0, length >> 1), sent.subarray(length >> 1)]);
    await next;
    expect(came.messages().map((message) => message.equals(sent))).toEqual([true]);
    ours.terminate();
  });

  test('a message in fragments, with a ping between them', async () => {
    const { ours, theirs, came } = await open();
    const pong = once(theirs, 'pong');
    const next = came.next();
    theirs.send('one', { fin: false });
    theirs.ping('echo');
    theirs.send('two', { fin: true });
    await next;
    expect(came.messages().map(String)).toEqual(['onetwo']);
    expect(String((await pong)[0])).toBe('echo');
    ours.terminate();
  });

  test('a ping of ours is answered', async () => {
    const { ours, came } = await open();
    const next = came.next();
    ours.ping();
    await next;
    expect(came.pongs()).toBe(1);
    ours.terminate();
  });

  test('the server closes it: no error, and the server hears ours', async () => {
    const { theirs, came } = await open();
    const closed = once(theirs, 'close');
    theirs.close(1000);
    expect(await came.end).toBeUndefined();
    await closed;
  });

  test('the server sends what is no frame: an error', async () => {
    const { theirs, came } = await open();
    (theirs as unknown as { _socket: { write: (text: string) => void } })._socket.write('HTTP/1.1 200 OK\r\n');
    expect(await came.end).toBeInstanceOf(Error);
  });

  test('nothing is sent when it has ended', async () => {
    const { ours, came } = await open();
    ours.terminate();
    await came.end;
    await new Promise<void>((resolve) => ours.send([bytes(3)], resolve));
  });

  test('takes a socket of the pool, and keeps it', async () => {
    await transport.request({ method: 'GET', path: '/y' });
    const { ours } = await open();
    await transport.request({ method: 'GET', path: '/y' });
    ours.terminate();
  });

  test('after a 401 the credentials are read again', async () => {
    tokens = ['old', 'new'];
    const { ours } = await open();
    expect(seen.map(({ headers }) => headers.authorization)).toEqual(['Bearer old', 'Bearer new']);
    ours.terminate();
  });

  const refused: Record<string, { answered?: { code: number; body: string }; chosen?: string | false; want: object }> =
    {
      'what the server says': {
        answered: { code: 403, body: '{"reason":"Forbidden","message":"no"}' },
        want: { code: 403, reason: 'Forbidden' },
      },
      'a success that is no WebSocket': { answered: { code: 200, body: '{}' }, want: { reason: 'NoWebSocket' } },
      'a protocol that nobody asked for': { chosen: 'c', want: { reason: 'NoWebSocket' } },
      'no protocol': { chosen: false, want: { reason: 'NoWebSocket' } },
    };
  test.each(Object.entries(refused))('is refused: %s', async (_, { answered, chosen, want }) => {
    answer = answered;
    protocol = chosen ?? 'b';
    await expect(transport.webSocket({ path: '/x' }, ['a', 'b'])).rejects.toMatchObject(want);
  });
});

describe('frames of a server', () => {
  /** As of a server: not masked. */
  const frame = (first: number, payload: Buffer) => Buffer.concat([Buffer.of(first, payload.length), payload]);
  function read(chunks: readonly Buffer[]) {
    const events: string[] = [];
    const reader = new FrameReader({
      onData: (piece, isFirst, isLast) => events.push(`${isFirst ? '(' : ''}${piece}${isLast ? ')' : ''}`),
      onPing: (payload) => events.push(`ping ${payload}`),
      onPong: () => events.push('pong'),
      onClose: () => events.push('close'),
    });
    for (const chunk of chunks) reader.push(chunk);
    return events.join('');
  }
  const final = 0x80;
  const all = Buffer.concat([
    frame(opcodes.binary, Buffer.from('ab')),
    frame(final | opcodes.ping, Buffer.from('p')),
    frame(final | opcodes.continuation, Buffer.from('cd')),
    frame(final | opcodes.text, Buffer.alloc(0)),
    frame(final | opcodes.pong, Buffer.alloc(0)),
    frame(final | opcodes.close, Buffer.of(3, 232)),
  ]);

  test('at once', () => {
    expect(read([all])).toBe('(abping pcd)()pongclose');
  });
  test('byte by byte', () => {
    const each = Array.from(all, (byte) => Buffer.of(byte));
    expect(read(each)).toBe('(abping pcd)()pongclose');
  });
  test.each<[string, Buffer]>([
    ['masked', Buffer.of(final | opcodes.binary, 0x81, 0, 0, 0, 0, 1)],
    ['compressed', Buffer.of(final | 0x40 | opcodes.binary, 0)],
    ['of an unknown kind', Buffer.of(final | 3, 0)],
    ['of an unknown kind of control', Buffer.of(final | 11, 0)],
    ['a continuation of nothing', Buffer.of(final | opcodes.continuation, 0)],
    ['a message within a message', Buffer.of(opcodes.binary, 0, opcodes.binary, 0)],
    ['a ping in fragments', Buffer.of(opcodes.ping, 0)],
    ['a ping that is too long', Buffer.of(final | opcodes.ping, 126, 0, 200)],
    ['too long for numbers', Buffer.of(final | opcodes.binary, 127, ...Array.from({ length: 8 }, () => 255))],
  ])('%s: an error', (_, bytes) => {
    expect(() => read([bytes])).toThrow(/^a (control )?frame/);
  });
});

test('two frames of a client have different masks', () => {
  const [a, b] = [clientFrame(opcodes.binary, [bytes(1000)]), clientFrame(opcodes.binary, [bytes(1000)])];
  expect(a.equals(b)).toBe(false);
});
