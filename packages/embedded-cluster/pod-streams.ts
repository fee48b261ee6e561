import type { Duplex, Readable, Writable } from 'node:stream';

/** A Pod, and of it perhaps one container. */
export interface PodName {
  readonly namespace: string;
  readonly pod: string;
}

export interface ContainerName extends PodName {
  readonly container: string;
}

/** Rows and columns of a terminal. */
export interface TerminalSize {
  readonly width: number;
  readonly height: number;
}

/** The terminal of a client. */
export interface ClientTerminal {
  /** What the client sent last. */
  readonly size: TerminalSize | undefined;
  /** Calls `listener` for each size that the client tells, beginning with the last one, if any. */
  onResize(listener: (size: TerminalSize) => void): void;
}

/** The client's ends of one process: those that it asked for. Each of them ends or breaks off when the client is gone. */
export interface ProcessStreams {
  readonly stdin?: Readable;
  readonly stdout?: Writable;
  readonly stderr?: Writable;
  readonly terminal?: ClientTerminal;
  /** Aborts when the client is gone. */
  readonly signal: AbortSignal;
}

/** A container that runs now. */
export interface StreamedContainer {
  /**
   * Runs one more command in the container. Resolves once it has exited and all of its output is with the client.
   *
   * @returns its exit code, 128 + n for signal n
   * @throws Error, in the words of a container runtime, when it cannot be started
   */
  exec(command: readonly string[], streams: ProcessStreams): Promise<number>;
  /** Joins the container's own process, from now on. Resolves when it has ended, or when the client is gone. */
  attach(streams: ProcessStreams): Promise<void>;
}

/** The ports of a Pod that runs. */
export interface PodPorts {
  /** @throws Error, in the words of a container runtime, when nobody listens there */
  connect(port: number): Promise<Duplex>;
}

/** What `kubectl exec`, `attach` and `port-forward` reach; what runs containers provides it. */
export interface PodStreams {
  /** @throws Error, in the kubelet's words, when that container does not run */
  container(name: ContainerName): StreamedContainer;
  /** @throws Error, in the kubelet's words, when the Pod does not run */
  ports(name: PodName): PodPorts;
}
