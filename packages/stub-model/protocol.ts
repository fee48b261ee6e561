/** What the stub needs to know of a request, in any protocol. */
export interface ModelRequest {
  readonly model: string;
  /** The names of the tools that the client offers. */
  readonly tools: readonly string[];
  /** How many tools the client has run. */
  readonly toolResults: number;
  /** Whether the answer comes as events. */
  readonly isStream: boolean;
  /** All that the client has said, in one text. */
  readonly text: string;
}

/** What the model says: a text, or a call of a tool. */
export type Answer =
  | { readonly kind: 'text'; readonly text: string }
  | { readonly kind: 'tool'; readonly name: string; readonly args: Readonly<Record<string, unknown>> };

/** What every answer is said to have cost, so that clients have numbers to report. */
export const usage = { input: 120, output: 30, cached: 20 } as const;

/** One protocol between a client and its model. */
export interface Protocol {
  readonly name: string;
  /**
   * Whether a request is of this protocol.
   *
   * @param path behind the mode, without the query
   */
  matches(path: string): boolean;
  /** What a request asks for. */
  read(path: string, body: unknown): ModelRequest;
  /** The server-sent events of an answer, each a whole one; at least two. */
  events(request: ModelRequest, answer: Answer): readonly string[];
  /** The same answer as one object. */
  whole(request: ModelRequest, answer: Answer): unknown;
  /** The body of a failure. */
  failure(status: number, retryAfterSeconds: number | undefined): unknown;
}

/** One server-sent event. */
export const event = (data: unknown, name?: string): string =>
  `${name === undefined ? '' : `event: ${name}\n`}data: ${typeof data === 'string' ? data : JSON.stringify(data)}\n\n`;

/** What a failure says to people. */
export function failureText(status: number, retryAfterSeconds: number | undefined): string {
  if (status === 401) return 'The stub model does not know this key.';
  if (status !== 429) return `The stub model fails with ${status}.`;
  const wait = retryAfterSeconds === undefined ? 'later' : `in ${retryAfterSeconds} seconds`;
  return `The stub model has too many requests; come back ${wait}.`;
}
