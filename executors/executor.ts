import type { Readable, Writable } from 'node:stream';

/** What is run, wherever it runs. Every value arrives literally: no shell expands it on the way. */
export interface Executable {
  /** Names the task in output, log files and errors. */
  readonly name: string;
  /** For `sh -eu`, or for the interpreter of a first line `#!…`. */
  readonly script: string;
  /** `$1`, `$2`, … of the script. */
  readonly args?: readonly string[];
  /** Added to the environment of the place where it runs. */
  readonly env?: Readonly<Record<string, string>>;
  /** Absolute, or relative to the working directory of the place where it runs. */
  readonly workingDir?: string;
  /** The task gets SIGTERM after so many seconds, and SIGKILL ten seconds later. @default no limit */
  readonly timeoutSeconds?: number;
}

/** The terminal of the person at the keyboard. */
export interface Terminal {
  readonly size: () => TerminalSize;
  /** @returns what ends the subscription */
  readonly onResize: (listener: (size: TerminalSize) => void) => () => void;
  /** Each key is passed on as it is, Ctrl-C too. @returns what restores the mode before */
  readonly enterRawMode: () => () => void;
}

/** Of the terminal that a task is attached to, in characters. */
export interface TerminalSize {
  readonly columns: number;
  readonly rows: number;
}

/** Where a task reads and writes. Backpressure of the writables is obeyed. Nothing here is ended by an executor. */
export interface Streams {
  readonly stdout: Writable;
  /** With `tty`, everything comes on `stdout`, as a terminal has it. */
  readonly stderr: Writable;
  /** Its end is the end of the task's standard input. @default empty */
  readonly stdin?: Readable;
  /** Asks for a terminal for the task, and connects it to this one. */
  readonly tty?: Terminal;
  /** Ends the task as a timeout does. */
  readonly signal?: AbortSignal;
  /** Ends the task at once: SIGKILL, before the grace period of `signal` or a timeout is over. */
  readonly kill?: AbortSignal;
}

/** How a task ended. */
export interface Exit {
  /** 0 to 255, of the task itself; 128 + n when signal n ended it, 124 when its time was over. */
  readonly exitCode: number;
  /** For example `SIGKILL`, where the place reports it. */
  readonly signal?: NodeJS.Signals;
  readonly durationMs: number;
  /** One line: what else is known of its end, such as that its Pod was deleted. */
  readonly remark?: string;
}

/** Whether a task can run in a place, and if not, why and what to do. */
export type Availability =
  | { readonly isAvailable: true }
  | { readonly isAvailable: false; readonly reason: string; readonly hints: readonly string[] };

/** A place where tasks run. Implement it to add a place of your own. */
export interface Executor {
  /** As `--executor` names it: `local`, `container`, `kubernetes`, `job`. */
  readonly name: string;
  /** Asks the place, changes nothing. */
  availability(signal?: AbortSignal): Promise<Availability>;
  /**
   * Runs a task to its end.
   *
   * @throws ExecutionFailure when the task did not start, or its end is not known
   */
  execute(executable: Executable, streams: Streams): Promise<Exit>;
}
