import type { Selection } from '../../operations/list-objects.js';
import { badRequest, versionTooLarge } from '../../status-errors.js';
import type { Store } from '../../store/store.js';
import type { ResourceRequest } from './resource-request.js';

/** What a list or watch request selects; a name in the path selects that one object. */
export function selectionOf({ query, info }: ResourceRequest): Selection {
  const byName = info.name ? [`metadata.name=${info.name}`] : [];
  return {
    namespace: info.namespace,
    labelSelector: query.get('labelSelector') ?? '',
    fieldSelector: [...byName, query.get('fieldSelector') ?? ''].filter(Boolean).join(','),
  };
}

/** A whole number of a query; undefined when absent. @throws ApiError 400 in Go's words */
export function numberParameter(query: URLSearchParams, name: string): number | undefined {
  const text = query.get(name);
  if (!text) return undefined;
  const isNumber = /^\d+$/.test(text);
  if (isNumber && BigInt(text) < 2n ** (name === 'resourceVersion' ? 64n : 63n)) return Number(text);
  const problem = isNumber ? 'value out of range' : 'invalid syntax';
  if (name !== 'resourceVersion') throw badRequest(`strconv.ParseInt: parsing "${text}": ${problem}`);
  const why = `strconv.ParseUint: parsing "${text}": ${problem}`;
  throw badRequest(`invalid resource version: resourceVersion: Invalid value: "${text}": ${why}`);
}

export const booleanParameter = (query: URLSearchParams, name: string): boolean =>
  /^(true|1)$/.test(query.get(name) ?? '');

/** @throws ApiError 504 for a version that lies ahead. A real server waits for it, some three seconds, before it says so. */
export function requireReached(store: Store, version: number): void {
  if (version > store.resourceVersion()) throw versionTooLarge(version, store.resourceVersion());
}
