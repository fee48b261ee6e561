import type { Writable } from 'node:stream';
import type { WebSocket } from '../../../packages/kubernetes-client/transport/websocket/websocket.js';
import { channels } from './channel.js';

/** The output of a program in a Pod. While a writable is full, nothing is read from the connection. */
export class Output {
  private readonly full = new Set<Writable>();
  private readonly watched = new Map<Writable, (error?: Error) => void>();

  /** @param onBroken a writable takes no more */
  constructor(
    private readonly socket: WebSocket,
    private readonly stdout: Writable,
    private readonly stderr: Writable,
    onBroken: (error?: Error) => void,
  ) {
    for (const writable of new Set([stdout, stderr])) {
      writable.on('error', onBroken).on('close', onBroken);
      this.watched.set(writable, onBroken);
    }
  }

  get isWaiting(): boolean {
    return this.full.size > 0;
  }

  write(channel: number, content: Buffer): void {
    const writable = channel === channels.stdout ? this.stdout : this.stderr;
    if (writable.destroyed || writable.write(content) || this.full.has(writable)) return;
    this.full.add(writable);
    this.socket.pause();
    writable.once('drain', () => {
      this.full.delete(writable);
      if (this.full.size === 0) this.socket.resume();
    });
  }

  stop(): void {
    for (const [writable, onBroken] of this.watched) writable.off('error', onBroken).off('close', onBroken);
  }
}
