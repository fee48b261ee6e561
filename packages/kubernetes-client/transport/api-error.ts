/** The `Status` object an API server answers with, as far as we read it. */
export interface Status {
  readonly kind?: string;
  readonly code?: number;
  readonly reason?: string;
  readonly message?: string;
  readonly details?: StatusDetails;
}

/** The `details` of a Kubernetes Status. */
export interface StatusDetails {
  readonly kind?: string;
  readonly name?: string;
  readonly retryAfterSeconds?: number;
  readonly causes?: readonly { readonly reason?: string; readonly message?: string; readonly field?: string }[];
}

/** What an ApiError carries besides its message. */
export interface ApiErrorFields {
  /** The HTTP status, 0 when no answer came. */
  readonly code: number;
  /** As Kubernetes names it (`NotFound`, `AlreadyExists`), or ours for the network (`ConnectionRefused`, `Timeout`). */
  readonly reason: string;
  readonly retryAfterSeconds?: number | undefined;
  /** The same request may well succeed later, with nothing changed by anybody. */
  readonly transient: boolean;
  readonly details?: StatusDetails | undefined;
}

/** Why the API server did not do what it was asked. The message names the request and never holds a credential. */
export class ApiError extends Error {
  override readonly name = 'ApiError';
  readonly code: number;
  readonly reason: string;
  readonly retryAfterSeconds?: number | undefined;
  readonly transient: boolean;
  readonly details?: StatusDetails | undefined;

  constructor(message: string, fields: ApiErrorFields, options?: ErrorOptions) {
    super(message, options);
    this.code = fields.code;
    this.reason = fields.reason;
    this.transient = fields.transient;
    this.retryAfterSeconds = fields.retryAfterSeconds;
    this.details = fields.details;
  }
}

/** Reasons of answers without a `Status` body: a proxy in between, or a server that is starting. */
const reasonByCode: Readonly<Record<number, string>> = {
  400: 'BadRequest',
  401: 'Unauthorized',
  403: 'Forbidden',
  404: 'NotFound',
  409: 'Conflict',
  410: 'Expired',
  422: 'Invalid',
  429: 'TooManyRequests',
  500: 'InternalError',
  503: 'ServiceUnavailable',
  504: 'Timeout',
};

/** The error of a response that is not a success. @param action what was asked, such as `GET /api/v1/pods` */
export function statusError(action: string, code: number, status: Status, retryAfter?: string): ApiError {
  const reason = status.reason || reasonByCode[code] || `Http${code}`;
  const retryAfterSeconds = secondsOf(retryAfter) ?? status.details?.retryAfterSeconds;
  const message = `Cannot ${action}: ${status.message || reason} (${code})`;
  return new ApiError(message, {
    code,
    reason,
    retryAfterSeconds,
    transient: code === 429 || code >= 500 || reason === 'Conflict',
    details: status.details,
  });
}

/** Kubernetes sends whole seconds; the date form of the header is for caches and ignored. */
function secondsOf(retryAfter: string | undefined): number | undefined {
  return retryAfter !== undefined && /^\d+$/.test(retryAfter) ? Number(retryAfter) : undefined;
}

/** Whether an error came from the API server or the way to it, with this reason where one is given. */
export function isApiError(error: unknown, reason?: string): error is ApiError {
  return error instanceof ApiError && (reason === undefined || error.reason === reason);
}

/** Whether the request may have been carried out although it failed. */
export const isUnanswered = ({ code }: Pick<ApiError, 'code'>): boolean => code === 0 || code === 408 || code >= 500;
