type QueryValue = string | number | boolean | undefined;

/** One request to the API server. */
export interface ApiRequest {
  readonly method: 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE';
  /** As `collectionPath` and `objectPath` make it: encoded, and without query. */
  readonly path: string;
  /** Undefined values are left out; a list gives its name once for each value. */
  readonly query?: Readonly<Record<string, QueryValue | readonly string[]>>;
  /** Sent as JSON. */
  readonly body?: unknown;
  /** @default application/json */
  readonly contentType?: string;
  /** The answer to a success is read and thrown away, not parsed. */
  readonly ignoresAnswer?: boolean;
  /** What to parse of the answer's JSON. @default all of it */
  readonly skim?: (json: Buffer) => string;
  /** A longer answer is cut off with the reason AnswerTooLarge. @default any length */
  readonly mostBytes?: number | undefined;
  /** Cuts the request off; its promise rejects with the signal's reason. */
  readonly signal?: AbortSignal | undefined;
  /** For each try until the last byte of the answer; for a stream until the first. @default the transport's */
  readonly timeoutSeconds?: number;
}

/** The request in an error message; the query is left out, it can be long. */
export function actionOf({ method, path }: ApiRequest): string {
  return `${method} ${path}`;
}

/** Path and query as they go on the wire, below the server's own path. */
export function targetOf({ path, query = {} }: ApiRequest): string {
  let target = path;
  for (const [name, values] of Object.entries(query)) {
    for (const value of typeof values === 'object' ? values : [values]) {
      if (value !== undefined) target += `${target === path ? '?' : '&'}${name}=${encodeURIComponent(value)}`;
    }
  }
  return target;
}
