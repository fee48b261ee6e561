import { Readable, Writable } from 'node:stream';
import type { RawData, WebSocket } from 'ws';
import type { ClientTerminal, ProcessStreams, TerminalSize } from '../../../pod-streams.js';
import type { AskedStreams } from './asked-streams.js';

/** Both carry each stream of a process on a channel of its own; v5 can also end one stream of several. */
export const commandProtocols = ['v5.channel.k8s.io', 'v4.channel.k8s.io'] as const;

export type CommandProtocol = (typeof commandProtocols)[number];

/** The first byte of a message. @source k8s.io/apimachinery: pkg/util/remotecommand */
const channel = { stdin: 0, stdout: 1, stderr: 2, status: 3, resize: 4, close: 255 };

/** One process on a WebSocket. */
export interface ProcessChannels {
  readonly streams: ProcessStreams;
  /** Sends how the process ended, then closes the connection. Does nothing when the client is gone. */
  finish(status: object): void;
}

/** Reads from the client only as fast as stdin is read, and takes output only as fast as the client takes it. */
export function openChannels(socket: WebSocket, protocol: CommandProtocol, asked: AskedStreams): ProcessChannels {
  const gone = new AbortController();
  const stdin = asked.stdin ? stdinOf(socket) : undefined;
  const stdout = asked.stdout ? outputOf(socket, channel.stdout) : undefined;
  const stderr = asked.stderr ? outputOf(socket, channel.stderr) : undefined;
  const { terminal, resize } = clientTerminal();

  socket.on('message', (message) => {
    const bytes = bytesOf(message);
    const payload = bytes.subarray(1);
    if (bytes[0] === channel.stdin) stdin?.receive(payload);
    else if (bytes[0] === channel.resize) resize(payload);
    else if (bytes[0] === channel.close && payload[0] === channel.stdin && protocol === 'v5.channel.k8s.io')
      stdin?.end();
  });
  socket.on('close', () => {
    stdin?.end();
    stdout?.destroy();
    stderr?.destroy();
    gone.abort();
  });
  // As a real server does: the client sees that its streams are there.
  socket.send(Buffer.of(stdout ? channel.stdout : stderr ? channel.stderr : channel.status));
  return {
    streams: {
      ...(stdin && { stdin: stdin.readable }),
      ...(stdout && { stdout }),
      ...(stderr && { stderr }),
      ...(asked.tty && { terminal }),
      signal: gone.signal,
    },
    finish: (status) => {
      socket.send(framed(channel.status, Buffer.from(JSON.stringify(status))), () => socket.close(1000));
    },
  };
}

interface Stdin {
  readonly readable: Readable;
  receive(bytes: Buffer): void;
  end(): void;
}

function stdinOf(socket: WebSocket): Stdin {
  let hasEnded = false;
  const readable = new Readable({
    read: () => socket.resume(),
    // Nobody reads it any more: what still comes is dropped, since pings come on the same way.
    destroy: (_, done) => {
      hasEnded = true;
      socket.resume();
      done(null);
    },
  });
  return {
    readable,
    receive: (bytes) => {
      if (!hasEnded && bytes.length > 0 && !readable.push(bytes)) socket.pause();
    },
    end: () => {
      if (!hasEnded) readable.push(null);
      hasEnded = true;
    },
  };
}

function outputOf(socket: WebSocket, number: number): Writable {
  const writable = new Writable({
    write: (chunk: Buffer, _, done) => socket.send(framed(number, chunk), (error) => done(error)),
  });
  return writable.on('error', () => undefined); // the client is gone
}

const framed = (number: number, bytes: Uint8Array): Buffer => Buffer.concat([Buffer.of(number), bytes]);

function bytesOf(message: RawData): Buffer {
  if (Buffer.isBuffer(message)) return message;
  return Array.isArray(message) ? Buffer.concat(message) : Buffer.from(message);
}

function clientTerminal(): { terminal: ClientTerminal; resize(payload: Buffer): void } {
  const listeners = new Set<(size: TerminalSize) => void>();
  let latest: TerminalSize | undefined;
  return {
    terminal: {
      get size() {
        return latest;
      },
      onResize: (listener) => {
        listeners.add(listener);
        if (latest) listener(latest);
      },
    },
    resize: (payload) => {
      latest = sizeOf(payload) ?? latest;
      if (latest) for (const listener of listeners) listener(latest);
    },
  };
}

/** Undefined for what is no size; a real server ends such a stream, without a word to the client. */
function sizeOf(payload: Buffer): TerminalSize | undefined {
  try {
    const { Width: width, Height: height } = JSON.parse(payload.toString()) as Record<string, unknown>;
    return isSize(width) && isSize(height) ? { width, height } : undefined;
  } catch {
    return undefined;
  }
}

const isSize = (value: unknown): value is number =>
  Number.isInteger(value) && Number(value) > 0 && Number(value) <= 0xffff;
