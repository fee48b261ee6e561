import { isNativeError } from 'node:util/types';
import { ApiError } from '../../../api-error.js';

export function jsonResponse(value: unknown, code = 200, headers: Record<string, string> = {}): Response {
  const body = Buffer.from(JSON.stringify(value));
  const length = String(body.byteLength);
  return new Response(body, {
    status: code,
    headers: { 'content-type': 'application/json', 'content-length': length, ...headers },
  });
}

/** A failure as a `Status`. Anything but an `ApiError` is a fault of this server: 500, and a process warning. */
export function errorResponse(error: unknown): Response {
  const known = error instanceof ApiError ? error : internalError(error);
  const seconds = known.details?.retryAfterSeconds;
  return jsonResponse(known.toStatus(), known.code, seconds === undefined ? {} : { 'retry-after': String(seconds) });
}

function internalError(error: unknown): ApiError {
  // Not `instanceof`: in a test runner an error may come from another realm.
  const message = isNativeError(error) ? error.message : String(error);
  process.emitWarning(isNativeError(error) && error.stack ? error.stack : message);
  return new ApiError(500, 'InternalError', `Internal error occurred: ${message}`);
}

/** What a real server puts into the headers of one answer. @source k8s.io/apiserver: pkg/endpoints/filters/warning.go */
const mostWarningCharacters = 4 * 1024;
const mostShortened = 256;

/** `299 - "text"`: how the API server warns; kubectl prints the text. Many warnings are shortened, then left out. */
export function withWarnings(response: Response, warnings: readonly string[]): Response {
  const all = [...new Set(warnings)];
  const total = all.slice(0, mostWarningCharacters).reduce((sum, text) => sum + text.length, 0);
  const isMuch = total > mostWarningCharacters;
  let left = mostWarningCharacters;
  for (const text of all) {
    if (left <= 0) break;
    const shown = isMuch ? [...text.slice(0, 2 * mostShortened)].slice(0, mostShortened).join('') : text;
    left -= shown.length;
    response.headers.append('warning', headerText(`299 - ${JSON.stringify(shown)}`));
  }
  return response;
}

/** Header values are bytes, one per character. */
const headerText = (text: string): string => Buffer.from(text).toString('latin1');
