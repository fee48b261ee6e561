/** Something that the person at the keyboard can mend. Shown as it is, without a stack trace. */
export class UserError extends Error {
  override readonly name = 'UserError';

  /** @param hints one line each: what to do about it */
  constructor(
    message: string,
    readonly hints: readonly string[] = [],
    options?: ErrorOptions,
  ) {
    super(message, options);
  }
}
