import { load } from 'js-yaml';
import { badRequest, requestTooLarge, unsupportedMediaType } from '../status-errors.js';

const limitBytes = 3 * 1024 * 1024;
const accepted = 'application/json, application/yaml';

/** `application/json` of a Content-Type header; JSON when there is none. */
export const mediaTypeOf = (request: Request): string =>
  (request.headers.get('content-type') ?? 'application/json').split(';', 1)[0]?.trim().toLowerCase() ?? '';

/**
 * The body's text.
 *
 * @throws ApiError 413 above 3 MiB, before the rest is read.
 */
async function readText(request: Request): Promise<string> {
  if (Number(request.headers.get('content-length') ?? 0) > limitBytes) throw requestTooLarge(limitBytes);
  const chunks: Uint8Array[] = [];
  let size = 0;
  for await (const chunk of request.body ?? []) {
    size += chunk.byteLength;
    if (size > limitBytes) throw requestTooLarge(limitBytes);
    chunks.push(chunk);
  }
  return Buffer.concat(chunks).toString('utf8');
}

/**
 * The body as a value, from JSON or YAML; undefined when empty.
 *
 * @throws ApiError 400 for text that cannot be read, 413, or 415 for another type such as protobuf.
 */
export async function readBody(request: Request, types = /json$|yaml$/): Promise<unknown> {
  const type = mediaTypeOf(request);
  const text = await readText(request);
  if (text === '') return undefined;
  if (!types.test(type)) throw unsupportedMediaType(accepted);
  try {
    return type.endsWith('yaml') ? load(text) : JSON.parse(text);
  } catch (error) {
    throw badRequest(`error decoding the body: ${error instanceof Error ? error.message : String(error)}`);
  }
}
