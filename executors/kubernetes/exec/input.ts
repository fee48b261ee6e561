import type { Readable } from 'node:stream';
import type { WebSocket } from '../../../packages/kubernetes-client/transport/websocket/websocket.js';
import { channels } from './channel.js';

/** So much may wait for the connection before the reader is paused. */
const mostWaitingBytes = 1024 * 1024;
/** Its length fits into the short form of a frame. */
const frameBytes = 32 * 1024;
const stdin = Uint8Array.of(channels.stdin);

/** How the end of the input, and what is in it, reach the program. */
export interface InputCoding {
  readonly encode: (chunk: Buffer) => Buffer;
  /** Tells the program that the input has ended. */
  readonly end: (input: Input) => Promise<void>;
}

/** The standard input of a program in a Pod. */
export class Input {
  /** Bytes handed to the connection so far. */
  sentBytes = 0;
  /** Nothing more is taken from the stream. */
  isStopped = false;
  private stopReading: () => void = () => {};

  constructor(private readonly socket: WebSocket) {}

  /** Resolves when the connection can take more; resolves as well when it is closed. */
  async send(content: Buffer): Promise<void> {
    for (let from = 0; from < content.length && !this.isStopped; from += frameBytes) {
      await this.message([stdin, content.subarray(from, from + frameBytes)]);
    }
  }

  /** Sends one message of any channel. @param parts together the message */
  message(parts: readonly Uint8Array[]): Promise<void> {
    const { socket } = this;
    this.sentBytes += parts.reduce((sum, part) => sum + part.length, 0);
    const isFull = socket.waitingBytes > mostWaitingBytes;
    return new Promise((resolve) => {
      // Why a connection is closed, its end says.
      socket.send(parts, () => isFull && resolve());
      if (!isFull) resolve();
    });
  }

  /** Passes on a stream to its end, as fast as the connection takes it. @param onError the stream cannot be read */
  follow(source: Readable, { encode, end }: InputCoding, onError: (error: Error) => void): void {
    let sent = Promise.resolve();
    const onData = (chunk: Buffer | string) => {
      source.pause();
      sent = this.send(encode(Buffer.from(chunk as Buffer))).then(() => {
        if (!this.isStopped) source.resume();
      });
    };
    const onEnd = async () => {
      await sent;
      await end(this);
    };
    this.stopReading = () => {
      source.off('data', onData).off('end', onEnd).off('error', onError);
      source.pause();
    };
    if (source.readableEnded || source.destroyed) void onEnd();
    else source.on('end', onEnd).on('error', onError).on('data', onData);
  }

  /** Takes nothing more from the stream. */
  stop(): void {
    this.isStopped = true;
    this.stopReading();
  }
}
