import { collectionPath } from '../../kubernetes-conventions/resource.js';
import { ApiError, isApiError } from '../transport/api-error.js';
import { type Fields, skimmer } from '../transport/skim.js';
import type { Transport } from '../transport/transport.js';
import { objectFields, type RawObject } from './projection.js';
import type { Selection } from './selection.js';

/** Most objects per page, on the first and on the second try. The raw pages are what a list costs in memory. */
const pageLimits = [250, 1000];
/** Of the first page, when the size of the objects is not known: each may be 1.5 MB. */
const firstLimit = 16;
/** The maximum size of a page, estimated from the largest object so far. */
const pageBytes = 4 * 1024 * 1024;

interface Page {
  readonly metadata: { readonly resourceVersion: string; readonly continue?: string };
  /** Go writes an empty list as null. */
  readonly items: readonly RawObject[] | null;
}

/**
 * Where the size of objects is guessed too low, because small ones come first, a page that has more than this is asked for
 * again, in smaller pages. The whole of it would be in memory.
 */
const mostPageBytes = 24 * 1024 * 1024;

/** What is listed, and what becomes of each object. */
export interface List {
  readonly transport: Transport;
  readonly selection: Selection;
  /** What `take` reads of an object, as `objectFields` understands them. */
  readonly fields: Fields | undefined;
  /** Called before the first object; and again when the list begins again from the start. */
  readonly begin: () => void;
  /** Called with each object. */
  readonly take: (raw: RawObject) => void;
  readonly signal: AbortSignal;
}

/**
 * The whole selection at one moment, read page by page so that only projections add up in memory.
 *
 * Never with `resourceVersion=0`: that ignores the limit where the server caches, and may answer with a past in which
 * a finished run was still running.
 *
 * @returns the resourceVersion from which a watch misses nothing
 */
export async function listAll(list: List): Promise<string> {
  for (const limit of pageLimits) {
    try {
      return await listPages(list, limit);
    } catch (error) {
      // The moment that the pages belong to was compacted away while we read them: be quicker, in the end in one piece.
      if (!(error instanceof ApiError && error.code === 410)) throw error;
    }
  }
  return listPages(list, undefined);
}

async function listPages(list: List, limit?: number): Promise<string> {
  const { transport, selection, fields, begin, take, signal } = list;
  const { resource, namespace, labelSelector, fieldSelector } = selection;
  const path = collectionPath(resource, namespace);
  const skimItems = skimmer({ '*': true, items: objectFields(fields) });
  let length = 0;
  const skim = (json: Buffer) => {
    length = json.length;
    return skimItems(json);
  };
  const pageOf = (count: number | undefined, token: string | undefined): Promise<Page> => {
    const query = { limit: count, labelSelector, fieldSelector, continue: token };
    const mostBytes = count === undefined || count === 1 ? undefined : mostPageBytes;
    const page = transport.request<Page>({ method: 'GET', path, query, skim, mostBytes, signal });
    return page.catch((error: unknown) => {
      if (count === undefined || !isApiError(error, 'AnswerTooLarge')) throw error;
      return pageOf(Math.max(1, Math.floor(count / 16)), token);
    });
  };
  let largest = 0;
  begin();
  let token: string | undefined;
  for (;;) {
    const page = await pageOf(limit && nextLimit(limit, largest), token);
    largest = Math.max(largest, length / Math.max(1, page.items?.length ?? 0));
    for (const raw of page.items ?? []) take(raw);
    token = page.metadata.continue;
    if (!token) return page.metadata.resourceVersion;
  }
}

/** @param largest mean size of the objects on the page where they were largest; 0 before the first */
const nextLimit = (most: number, largest: number): number =>
  largest === 0 ? firstLimit : Math.max(1, Math.min(most, Math.floor(pageBytes / largest)));
