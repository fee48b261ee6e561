/**
 * A task that did not start, or whose end is not known. A task that ran and failed is no failure of this kind:
 * that is an `Exit` with its exit code.
 */
export class ExecutionFailure extends Error {
  override readonly name = 'ExecutionFailure';

  /**
   * @param message one line: what happened
   * @param hints one line each: what to do about it
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
