/** What the exit code of a command says. Documented in docs/cli.md; kubectl itself has no such convention. */
export const exitCodes = {
  /** Succeeded, or simply done. */
  succeeded: 0,
  /** The run failed, or the command could not do what it was asked. */
  failed: 1,
  /** `kubectl task plan --exit-code`: there are changes. */
  changed: 2,
  /** The run was cancelled, or no longer exists, and its end is not known. */
  cancelled: 2,
  /** `--timeout` passed first. The run continues. */
  timedOut: 124,
  /** Ctrl-C. The run continues. */
  interrupted: 130,
  /** The reader of stdout closed the pipe: no success, a task may have been running. As a program that SIGPIPE ends. */
  readerGone: 128 + 13,
} as const;

export type ExitCode = (typeof exitCodes)[keyof typeof exitCodes];
