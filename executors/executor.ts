import type { Readable, Writable } from 'node:stream';

/** A task. No shell expands its values. */
export interface Executable {
  /** Names the task in output, log files and errors. */
  readonly name: string;
  /** For `sh -eu`, or for the interpreter of a first line `#!…`. */
  readonly script: string;
  /** `$1`, `$2`, … of the script. */
  readonly args?: readonly string[];
  /** Added to the environment of the executor. */
  readonly env?: Readonly<Record<string, string>>;
  /** Absolute, or relative to the working directory of the executor. */
  readonly workingDir?: string;
  /** Seconds after which the task gets SIGTERM. It gets SIGKILL ten seconds later. @default no limit */
  readonly timeoutSeconds?: number;
}

/** The terminal of the user. */
export interface Terminal {
  readonly size: () => TerminalSize;
  /** @returns what ends the subscription */
  readonly onResize: (listener: (size: TerminalSize) => void) => () => void;
  /** Every key is passed on unchanged, including Ctrl-C. @returns what restores the mode before */
  readonly enterRawMode: () => () => void;
}

/** Of the terminal that a task is attached to, in characters. */
export interface TerminalSize {
  readonly columns: number;
  readonly rows: number;
}

/** The streams of a task. An executor respects backpressure, and never ends a stream. */
export interface Streams {
  readonly stdout: Writable;
  /** With `tty`, all output is on `stdout`, as in a terminal. */
  readonly stderr: Writable;
  /** Its end is the end of the task's standard input. @default empty */
  readonly stdin?: Readable;
  /** Asks for a terminal for the task, and connects it to this one. */
  readonly tty?: Terminal;
  /** Ends the task in the same way as a timeout. */
  readonly signal?: AbortSignal;
  /** Ends the task immediately with SIGKILL, even during the grace period of `signal` or a timeout. */
  readonly kill?: AbortSignal;
}

/** How a task ended. */
export interface Exit {
  /** 0 to 255: the exit code of the task. It is 128 + n if signal n ended it, and 124 after a timeout. */
  readonly exitCode: number;
  /** For example `SIGKILL`, if the executor reports it. */
  readonly signal?: NodeJS.Signals;
  readonly durationMs: number;
  /** One line with more about its end, for example that its Pod was deleted. */
  readonly remark?: string;
}

/** Whether an executor is available, and if not, why and what to do. */
export type Availability =
  | { readonly isAvailable: true }
  | { readonly isAvailable: false; readonly reason: string; readonly hints: readonly string[] };

/** A place where tasks run. Implement it to add your own place. */
export interface Executor {
  /** Name for `--executor`: `local`, `container`, `kubernetes`, `job`. */
  readonly name: string;
  /** Checks whether the executor is available. It changes nothing. */
  availability(signal?: AbortSignal): Promise<Availability>;
  /**
   * Runs a task to its end.
   *
   * @throws ExecutionFailure when the task did not start, or its end is not known
   */
  execute(executable: Executable, streams: Streams): Promise<Exit>;
}
