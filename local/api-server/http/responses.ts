import { ApiError } from '../../api-error.js';

export function jsonResponse(value: unknown, code = 200, headers: Record<string, string> = {}): Response {
  const body = Buffer.from(JSON.stringify(value));
  const length = String(body.byteLength);
  return new Response(body, {
    status: code,
    headers: { 'content-type': 'application/json', 'content-length': length, ...headers },
  });
}

/** A failure as a `Status`. Whatever is not an `ApiError` is this server's own fault: 500, and told to the operator. */
export function errorResponse(error: unknown): Response {
  const known = error instanceof ApiError ? error : internalError(error);
  const seconds = known.details?.retryAfterSeconds;
  return jsonResponse(known.toStatus(), known.code, seconds === undefined ? {} : { 'retry-after': String(seconds) });
}

function internalError(error: unknown): ApiError {
  process.emitWarning(error instanceof Error ? error : String(error));
  const message = error instanceof Error ? error.message : String(error);
  return new ApiError(500, 'InternalError', `Internal error occurred: ${message}`);
}

/** `299 - "text"`: how the API server warns; kubectl prints the text. */
export function withWarnings(response: Response, warnings: readonly string[]): Response {
  for (const text of warnings) response.headers.append('warning', `299 - ${JSON.stringify(text)}`);
  return response;
}
