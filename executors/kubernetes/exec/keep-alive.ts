import type { WebSocket } from '../../../packages/kubernetes-client/transport/websocket/websocket.js';
import type { Cancel, Clock } from '../../../packages/work-queue/clock.js';

const pingSeconds = 10;
/** So long a server may be silent. */
export const SILENCE_SECONDS = 60;

/** What the rest of an exec knows of its connection. */
export interface Traffic {
  /** Nothing is read because our own reader is slow; the answer to a ping waits, too. */
  readonly isPaused: () => boolean;
  /** Bytes of standard input sent so far. */
  readonly sentBytes: () => number;
  /** So many bytes may be on their way while the server still answers pings. */
  readonly freeBytes: number;
  /** Asks over another connection whether the container still runs. */
  readonly isRunning: () => Promise<boolean>;
}

/**
 * Pings, so that nothing between us and the server takes a silent connection for an idle one, and calls `onDead` when
 * the server has not answered for a minute.
 *
 * A server does not read a ping while a program leaves standard input unread that was sent before it. The Pod itself is
 * then asked for.
 */
export class KeepAlive {
  private cancel: Cancel = () => {};
  private pending: { at: number; readonly sentBytes: number } | undefined;
  private answeredBytes = 0;
  private isStopped = false;

  constructor(
    private readonly socket: WebSocket,
    private readonly traffic: Traffic,
    private readonly clock: Clock,
    private readonly onDead: () => void,
  ) {
    this.next();
  }

  /** The answer to a ping has come. */
  answered(): void {
    this.answeredBytes = this.pending?.sentBytes ?? this.answeredBytes;
    this.pending = undefined;
  }

  /** Whether a ping has been sent and not been answered. */
  get isUnanswered(): boolean {
    return this.pending !== undefined;
  }

  /** Anything that comes is a sign of life. */
  heard(): void {
    if (this.pending) this.pending.at = this.clock.now();
  }

  ping(): void {
    if (this.pending) return;
    this.pending = { at: this.clock.now(), sentBytes: this.traffic.sentBytes() };
    this.socket.ping();
  }

  stop(): void {
    this.isStopped = true;
    this.cancel();
  }

  private next(): void {
    this.cancel = this.clock.setTimeout(() => void this.check(), pingSeconds * 1000);
  }

  private async check(): Promise<void> {
    if (this.traffic.isPaused()) this.heard();
    const isDead = await this.isDead();
    if (this.isStopped) return;
    if (isDead) this.onDead();
    else {
      this.ping();
      this.next();
    }
  }

  private async isDead(): Promise<boolean> {
    const { pending, traffic } = this;
    if (!pending || this.clock.now() - pending.at < SILENCE_SECONDS * 1000) return false;
    const waitingBytes = traffic.sentBytes() - this.answeredBytes;
    if (waitingBytes <= traffic.freeBytes || !(await traffic.isRunning())) return this.pending === pending;
    this.heard();
    return false;
  }
}
