import { load } from 'js-yaml';
import { excessOf, mostLevels } from '../../../../structural-schema/excess.js';
import { ApiError } from '../../../api-error.js';
import { noJson, notThisKind } from '../../operations/decode-object.js';
import { decodeProtobuf } from '../../protobuf/decode-protobuf.js';
import type { Resource } from '../../resources/resource.js';
import { badRequest, requestTooLarge, unsupportedMediaType } from '../../status-errors.js';

const limitBytes = 3 * 1024 * 1024;
const accepted = 'application/json, application/yaml, application/vnd.kubernetes.protobuf';

/** `application/json` of a Content-Type header; JSON when there is none. */
export const mediaTypeOf = (request: Request): string =>
  (request.headers.get('content-type') ?? 'application/json').split(';', 1)[0]?.trim().toLowerCase() ?? '';

/**
 * The body's bytes.
 *
 * @throws ApiError 413 above 3 MiB. The rest is read all the same: who is still writing does not hear an answer.
 */
async function readBytes(request: Request): Promise<Buffer> {
  const chunks: Uint8Array[] = [];
  let size = 0;
  for await (const chunk of request.body ?? []) {
    size += chunk.byteLength;
    if (size <= limitBytes) chunks.push(chunk);
  }
  if (size > limitBytes) throw requestTooLarge(limitBytes);
  return Buffer.concat(chunks);
}

/** Clients send JSON under the name of YAML, which it is; it is read much faster as JSON. */
function jsonOrYaml(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return load(text, { maxDepth: mostLevels });
  }
}

const readers: readonly [RegExp, (body: Buffer) => unknown][] = [
  [/json$/, (body) => JSON.parse(body.toString('utf8'))],
  [/yaml$/, (body) => jsonOrYaml(body.toString('utf8'))],
  [/^application\/vnd\.kubernetes\.protobuf$/, decodeProtobuf],
];

/**
 * The body as a value, from JSON, YAML or, for built-in kinds, protobuf; undefined when empty.
 *
 * @param wanted what it should be an object of, for the words of an error
 * @throws ApiError 400 for a body that cannot be read, 413, or 415 for another type.
 */
export async function readBody(request: Request, wanted?: Resource): Promise<unknown> {
  const type = mediaTypeOf(request);
  const body = await readBytes(request);
  if (body.length === 0) return undefined;
  const [, read] = readers.find(([pattern]) => pattern.test(type)) ?? [];
  if (!read) throw unsupportedMediaType(accepted);
  try {
    const value = read(body);
    const excess = excessOf(value);
    if (excess) throw badRequest(`error decoding the body: ${excess}`);
    return value;
  } catch (error) {
    if (error instanceof ApiError) throw error;
    const why = error instanceof Error ? error.message : String(error);
    throw wanted
      ? notThisKind(wanted, noJson(why), body.toString('utf8'))
      : badRequest(`error decoding the body: ${why}`);
  }
}
