/** A kubeconfig, or the credentials that it leads to, cannot be used. The message and the hints are for people. */
export class KubeconfigError extends Error {
  override readonly name = 'KubeconfigError';

  /** @param hints one line each: what to do about it */
  constructor(
    message: string,
    readonly hints: readonly string[] = [],
    options?: ErrorOptions,
  ) {
    super(message, options);
  }
}
