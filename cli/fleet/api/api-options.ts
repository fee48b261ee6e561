import type { Clock } from '../../../packages/work-queue/clock.js';
import type { ApiToken } from './token.js';

/** How an API of a Git host is reached. */
export interface ApiOptions {
  /** Where paths of requests begin, without a slash at its end. */
  readonly base: URL;
  readonly token: ApiToken | undefined;
  /** Where the token is looked for. */
  readonly variables: readonly string[];
  /** The Authorization header of a token. */
  readonly authorization: (token: string) => string;
  readonly headers?: Readonly<Record<string, string>>;
  /** Of one request. */
  readonly timeoutSeconds: number;
  /** The longest time to wait for a rate limit. */
  readonly maxWaitSeconds: number;
  readonly clock: Clock;
  readonly interrupt: AbortSignal;
  /** Shows a line to the user. */
  readonly note: (line: string) => void;
}
