import type { Writable } from 'node:stream';
import { pods } from '../../../api/kinds/kubernetes.js';
import type { WebSocket } from '../../../packages/kubernetes-client/transport/websocket/websocket.js';
import { objectPath } from '../../../packages/kubernetes-conventions/resource.js';
import type { Cancel, Clock } from '../../../packages/work-queue/clock.js';
import type { ExecutionFailure } from '../../execution-failure.js';
import type { EndMark } from '../../remote/end-mark.js';
import { execRefused } from '../errors/api-failure.js';
import { brokenOutput, connectionLost, notAnswering, notStarted } from '../errors/exec-failure.js';
import type { Place } from '../place.js';
import { isContainerRunning } from '../pod/is-container-running.js';
import { channels, endOfStdin, protocols } from './channel.js';
import { ChannelReader } from './channel-reader.js';
import { type ExecEnd, execEnd } from './exit-status.js';
import { Input } from './input.js';
import { KeepAlive } from './keep-alive.js';
import { Output } from './output.js';

/** One command in a container. */
export interface ExecRequest {
  readonly command: readonly string[];
  readonly hasStdin: boolean;
  readonly hasTerminal?: boolean;
  readonly stdout: Writable;
  readonly stderr: Writable;
  /** Sees what the command writes. */
  readonly onOutput?: (content: Buffer) => void;
  /** The command writes it to standard error, and it is not passed on. */
  readonly endMark?: EndMark | undefined;
  /** Until the command has started. */
  readonly signal?: AbortSignal | undefined;
}

/** After the exit code is known, the rest of the output may take so long to come. */
const lingerSeconds = 10;
/** A server may keep an exec open whose program left standard input unread. So long nothing comes after the end mark. */
const quietSeconds = 2;
/** What a terminal holds of keys that no program reads. */
const terminalBytes = 4096;

/**
 * Starts a command in a container.
 *
 * @throws ExecutionFailure when the server refuses
 */
export async function startExec(place: Place, request: ExecRequest): Promise<ExecSession> {
  const { transport, namespace, pod } = place;
  const { signal } = request;
  try {
    const path = objectPath(pods, namespace, pod, 'exec');
    const query = queryOf(place, request);
    return new ExecSession(await transport.webSocket({ path, query, signal }, protocols), place, request);
  } catch (error) {
    signal?.throwIfAborted();
    throw execRefused(error, place);
  }
}

const queryOf = ({ container }: Place, { command, hasStdin, hasTerminal = false }: ExecRequest) => ({
  container,
  command,
  stdin: hasStdin || undefined,
  stdout: true,
  stderr: !hasTerminal || undefined,
  tty: hasTerminal || undefined,
});

/** A command that runs in a container. */
export class ExecSession {
  /** Of the command itself. Rejects with an ExecutionFailure when it did not start, or its end is not known. */
  readonly exitCode: Promise<number>;
  readonly input: Input;
  readonly keepAlive: KeepAlive;
  private readonly output: Output;
  private readonly clock: Clock;
  private readonly endMark: EndMark | undefined;
  private settle: { readonly resolve: (code: number) => void; readonly reject: (error: unknown) => void } | undefined;
  private end: ExecEnd | undefined;
  private cancelLinger: Cancel = () => {};

  constructor(
    private readonly socket: WebSocket,
    private readonly place: Place,
    { stdout, stderr, hasTerminal, onOutput, endMark }: ExecRequest,
  ) {
    this.endMark = endMark;
    this.clock = place.clock;
    this.exitCode = new Promise((resolve, reject) => {
      this.settle = { resolve, reject };
    });
    // Whoever waits for it gets the error; until somebody does, it is no crash.
    this.exitCode.catch(() => {});
    this.input = new Input(socket);
    this.output = new Output(socket, stdout, stderr, (error) => this.fail(brokenOutput(place, error)));
    this.keepAlive = new KeepAlive(
      socket,
      {
        isPaused: () => this.output.isWaiting,
        sentBytes: () => this.input.sentBytes,
        freeBytes: hasTerminal ? terminalBytes : 0,
        isRunning: () => isContainerRunning(place),
      },
      this.clock,
      () => this.fail(notAnswering(place)),
    );
    const reader = new ChannelReader({
      onOutput: (channel, content) => {
        onOutput?.(content);
        this.write(channel, content);
      },
      onStatus: (json) => {
        this.end = execEnd(json);
        this.linger(lingerSeconds);
      },
    });
    socket.listen({
      onData: (piece, isFirst, isLast) => {
        this.keepAlive.heard();
        reader.push(piece, isFirst, isLast);
      },
      onPong: () => this.keepAlive.answered(),
      onEnd: (error) => this.closed(error),
    });
  }

  /** Whether the server can end standard input. */
  get endsStdin(): boolean {
    return this.socket.protocol === protocols[0];
  }

  resize(columns: number, rows: number): void {
    const size = JSON.stringify({ Width: columns, Height: rows });
    void this.input.message([Uint8Array.of(channels.resize), Buffer.from(size)]);
  }

  /** Gives up on the command, which may go on running. */
  fail(failure: ExecutionFailure): void {
    this.settle?.reject(failure);
    this.stop();
    this.socket.terminate();
  }

  private write(channel: number, content: Buffer): void {
    const { endMark, output } = this;
    const shown = channel === channels.stderr && endMark ? endMark.passOn(content) : content;
    if (shown.length > 0) output.write(channel, shown);
    if (endMark?.exitCode === undefined || this.end) return;
    if (!this.input.isStopped) {
      this.input.stop();
      // The command reads what is on its way, up to here, and ends.
      if (this.endsStdin) void this.input.message(endOfStdin);
    }
    this.linger(quietSeconds);
  }

  /** The server closes the connection when everything is sent; one that does not must not hold us up. */
  private linger(seconds: number): void {
    this.cancelLinger();
    const wasWaiting = this.output.isWaiting;
    this.cancelLinger = this.clock.setTimeout(() => {
      if (wasWaiting || this.output.isWaiting) this.linger(seconds);
      else this.socket.terminate();
    }, seconds * 1000);
  }

  private closed(error: Error | undefined): void {
    const { end, endMark, place } = this;
    const rest = endMark?.rest();
    if (rest?.length) this.output.write(channels.stderr, rest);
    this.stop();
    if (end?.kind === 'Exited') this.settle?.resolve(end.exitCode);
    else if (endMark?.exitCode !== undefined) this.settle?.resolve(endMark.exitCode);
    else this.settle?.reject(end ? notStarted(place, end.message) : connectionLost(place, error));
  }

  private stop(): void {
    this.cancelLinger();
    this.keepAlive.stop();
    this.input.stop();
    this.output.stop();
  }
}
