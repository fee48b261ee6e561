import type { IncomingMessage } from 'node:http';
import { ApiError, type Status, statusError } from './api-error.js';
import { type ApiRequest, actionOf } from './api-request.js';
import { ignoreBody, readBody } from './exchange.js';

/** The response, when it says that the request was carried out. @throws ApiError with what the server said otherwise */
export async function accepted(request: ApiRequest, response: IncomingMessage): Promise<IncomingMessage> {
  const code = response.statusCode ?? 0;
  if (code >= 200 && code < 300) return response;
  const status = await readBody(response, (body) => statusOf(body.toString()));
  throw statusError(actionOf(request), code, status, response.headers['retry-after']);
}

/** A proxy in between answers in HTML or plain text: its first line is better than nothing. */
function statusOf(body: string): Status {
  try {
    const parsed: unknown = JSON.parse(body);
    return typeof parsed === 'object' && parsed !== null ? parsed : { message: String(parsed) };
  } catch {
    return { message: body.split('\n', 1)[0]?.slice(0, 200) ?? '' };
  }
}

/** The body as JSON; undefined when empty or not asked for, the text when the server says it is text. */
export async function decoded(request: ApiRequest, response: IncomingMessage): Promise<unknown> {
  if (request.ignoresAnswer) return ignoreBody(response);
  const isJson = response.headers['content-type']?.includes('json') ?? false;
  const read = (body: Buffer) => {
    if (body.length === 0) return undefined;
    return isJson ? parsed(request, body) : body.toString();
  };
  return readBody(response, read, request.mostBytes);
}

function parsed(request: ApiRequest, body: Buffer): unknown {
  try {
    return JSON.parse(request.skim ? request.skim(body) : body.toString());
  } catch (cause) {
    const fields = { code: 0, reason: 'MalformedAnswer', transient: true };
    throw new ApiError(`Cannot ${actionOf(request)}: the answer is not complete JSON`, fields, { cause });
  }
}
