import type { Socket } from 'node:net';
import { clientFrame } from './client-frame.js';
import { FrameReader } from './frame-reader.js';
import { opcodes } from './opcodes.js';

/** What a server sends, and the end. Nothing is called after `onEnd`. */
export interface WebSocketListener {
  /** A piece of a message, as soon as it is there. A message has at least one; any of them may be empty. */
  readonly onData: (piece: Buffer, isFirst: boolean, isLast: boolean) => void;
  /** The answer to a ping. */
  readonly onPong: () => void;
  /** Called once. @param error why the connection broke; undefined when the server closed it */
  readonly onEnd: (error?: Error) => void;
}

/** The client's end of a WebSocket. Nothing is read before `listen`. */
export class WebSocket {
  private error: Error | undefined;

  /** @param protocol that the server chose */
  constructor(
    private readonly socket: Socket,
    readonly protocol: string,
  ) {
    socket.on('error', (error) => {
      this.error ??= error;
    });
  }

  /** Bytes that wait to be sent. */
  get waitingBytes(): number {
    return this.socket.writableLength;
  }

  listen({ onEnd, ...listener }: WebSocketListener): void {
    const { socket } = this;
    const reader = new FrameReader({
      ...listener,
      onPing: (payload) => this.write(opcodes.pong, [payload]),
      onClose: () => socket.end(clientFrame(opcodes.close, []), () => socket.destroy()),
    });
    socket.on('data', (chunk: Buffer) => {
      try {
        reader.push(chunk);
      } catch (error) {
        socket.destroy(error as Error);
      }
    });
    socket.on('end', () => socket.destroy());
    socket.on('close', () => onEnd(this.error));
    if (socket.destroyed) queueMicrotask(() => onEnd(this.error));
    else socket.resume();
  }

  /**
   * Sends a message.
   *
   * @param parts together the message; they may be used again at once
   * @param written called when it has been handed to the system, or never will be
   */
  send(parts: readonly Uint8Array[], written?: () => void): void {
    this.write(opcodes.binary, parts, written);
  }

  ping(): void {
    this.write(opcodes.ping, []);
  }

  /** Reads nothing until `resume`. What has been read already still comes. */
  pause(): void {
    this.socket.pause();
  }

  resume(): void {
    this.socket.resume();
  }

  /** Breaks the connection. */
  terminate(): void {
    this.socket.destroy();
  }

  private write(opcode: number, parts: readonly Uint8Array[], written: () => void = () => {}): void {
    if (this.socket.destroyed || !this.socket.writable) written();
    else this.socket.write(clientFrame(opcode, parts), () => written());
  }
}
