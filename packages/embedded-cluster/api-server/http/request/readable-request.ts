import type { IncomingMessage } from 'node:http';
import { Readable } from 'node:stream';

/** The request as the standard has it; undefined for a target that is no path, and for methods such as TRACE. */
export function readableRequest(incoming: IncomingMessage, signal: AbortSignal): Request | undefined {
  try {
    return requestOf(incoming, signal);
  } catch {
    return undefined;
  }
}

function requestOf(incoming: IncomingMessage, signal: AbortSignal): Request {
  const { method = 'GET', url = '/', headers } = incoming;
  const bodiless = method === 'GET' || method === 'HEAD';
  const fields = Object.entries(headers).flatMap(([name, value]) =>
    value === undefined || name.startsWith(':') ? [] : [[name, String(value)] as [string, string]],
  );
  return new Request(new URL(url, `https://${headers.host ?? 'localhost'}`), {
    method,
    headers: fields,
    signal,
    ...(!bodiless && { body: Readable.toWeb(incoming) as ReadableStream<Uint8Array>, duplex: 'half' }),
  });
}
