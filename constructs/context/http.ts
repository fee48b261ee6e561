import type { SecretHeader } from '../../api/generated/kinds.js';
import type { SecretObject } from '../cdk8s-plus-objects.js';

/** A text that a GET request returns, fetched in the Pod when the task starts. */
export interface HttpContext {
  /** The member that is set. */
  readonly type: 'Http';
  /** The request, and where its answer goes. */
  readonly http: HttpFields & {
    readonly filePath: string;
    readonly headers?: SecretHeader[];
  };
}

interface HttpFields {
  /** An https URL without credentials. */
  readonly url: string;
  /**
   * RFC 6901 pointer into the JSON response, such as `/items/0/body`.
   *
   * @default the whole body
   */
  readonly jsonPointer?: string;
  /**
   * Size limit of the answer in bytes, at most 131072.
   *
   * @default 32768
   */
  readonly maxBytes?: number;
  /**
   * How long the request may take, redirects included.
   *
   * @default 30
   */
  readonly timeoutSeconds?: number;
  /**
   * Whether a request that fails counts as empty text.
   *
   * @default false
   */
  readonly optional?: boolean;
  /**
   * Permits private, loopback and link-local addresses.
   *
   * @default false
   */
  readonly allowPrivate?: boolean;
}

/** The request of an Http context. */
export interface HttpOptions extends HttpFields {
  /**
   * Request headers by name, each the value of a key of a Secret.
   *
   * @default none
   */
  readonly headers?: Readonly<Record<string, { readonly secret: SecretObject; readonly key: string }>>;
}

/** A text from the web, written to `filePath`; texts for one path are joined in order. */
export function httpContext(filePath: string, { headers, ...fields }: HttpOptions): HttpContext {
  const named = Object.entries(headers ?? {}).map(([name, { secret, key }]) => ({
    name,
    secretKeyRef: { name: secret.name, key },
  }));
  return { type: 'Http', http: { filePath, ...fields, ...(headers ? { headers: named } : {}) } };
}
