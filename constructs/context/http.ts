import type { SecretHeader } from '../../api/generated/kinds.js';
import type { SecretObject } from '../cdk8s-plus-objects.js';

/** The text that a GET request returns. The Pod sends the request when the task starts. */
export interface HttpContext {
  /** The fields of this type. */
  readonly type: 'Http';
  /** The request, and the file for its response. */
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
   * Size limit of the response in bytes, at most 131072.
   *
   * @default 32768
   */
  readonly maxBytes?: number;
  /**
   * How long the request can take, including redirects, in seconds.
   *
   * @default 30
   */
  readonly timeoutSeconds?: number;
  /**
   * Whether the text is empty if the request fails.
   *
   * @default false
   */
  readonly optional?: boolean;
  /**
   * Whether private, loopback and link-local addresses are allowed.
   *
   * @default false
   */
  readonly allowPrivate?: boolean;
}

/** The request of an Http context. */
export interface HttpOptions extends HttpFields {
  /**
   * Request headers by name. Each value is a key of a Secret.
   *
   * @default none
   */
  readonly headers?: Readonly<Record<string, { readonly secret: SecretObject; readonly key: string }>>;
}

/** The text of an HTTP response, written to `filePath`. Texts for one path are joined in order. */
export function httpContext(filePath: string, { headers, ...fields }: HttpOptions): HttpContext {
  const named = Object.entries(headers ?? {}).map(([name, { secret, key }]) => ({
    name,
    secretKeyRef: { name: secret.name, key },
  }));
  return { type: 'Http', http: { filePath, ...fields, ...(headers ? { headers: named } : {}) } };
}
