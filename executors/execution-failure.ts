/**
 * The task did not start, or its end is not known. A task that ran and failed does not throw: it returns an `Exit` with
 * its exit code.
 */
export class ExecutionFailure extends Error {
  override readonly name = 'ExecutionFailure';

  /**
   * @param message one line: what happened
   * @param hints one line each: what to do
   * @param exitCode for a command line: 125 for the executor's own failure, 126 when the script cannot be run, 127 when
   * its interpreter is missing
   */
  constructor(
    message: string,
    readonly hints: readonly string[] = [],
    readonly exitCode: 125 | 126 | 127 = 125,
    options?: ErrorOptions,
  ) {
    super(message, options);
  }
}
