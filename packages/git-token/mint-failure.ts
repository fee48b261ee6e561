/** Never again: somebody has to change something. */
export const EXIT_NEVER = 42;
/** Come back later. */
export const EXIT_LATER = 75;

/** Why there is no token, in one sentence without a secret. */
export class MintFailure extends Error {
  override readonly name = 'MintFailure';

  constructor(
    message: string,
    readonly exitCode: typeof EXIT_NEVER | typeof EXIT_LATER,
    /** When the host wants to be asked again. */
    readonly retryAfterSeconds?: number,
    /** By how many milliseconds the clock of a host that rejects us is ahead of ours. */
    readonly ahead?: number,
  ) {
    super(message);
  }
}

/** A failure that only a person can end. */
export const never = (message: string): MintFailure => new MintFailure(message, EXIT_NEVER);

/** A failure that may pass. */
export const later = (message: string, retryAfterSeconds?: number): MintFailure =>
  new MintFailure(message, EXIT_LATER, retryAfterSeconds);
