import { forbidden } from '../../../../structural-schema/field-error.js';
import type { Cancel } from '../../../../work-queue/clock.js';
import type { ApiError } from '../../../api-error.js';
import type { ApiObject } from '../../objects/api-object.js';
import { listObjects, selects } from '../../operations/list-objects.js';
import { groupVersion } from '../../resources/resource.js';
import { invalidObject, versionTooLarge, versionTooOld } from '../../status-errors.js';
import type { StoreEvent } from '../../store/watch-window.js';
import { booleanParameter, numberParameter, selectionOf } from '../request/list-options.js';
import type { ResourceRequest } from '../request/resource-request.js';
import { requestedRenderer } from '../response/object-response.js';
import { createWatchStream, type WatchStream } from '../response/watch-stream.js';

export const isWatch = ({ query }: Pick<ResourceRequest, 'query'>): boolean => booleanParameter(query, 'watch');

const bookmarkSeconds = 60;
/** As the real server: without a timeout of the client's, a watch ends after half an hour to an hour. */
const defaultTimeoutSeconds = () => 1800 + Math.floor(Math.random() * 1800);
const initialEventsEnd = { 'k8s.io/initial-events-end': 'true' };

/**
 * Streams changes as one JSON document per line, from a version, or from the present state when none is given. From a
 * version that lies ahead nothing is sent until the server has passed it, as by a real server: a client that knew a
 * server before it was restored from a backup does not see what happens meanwhile.
 *
 * @throws ApiError 410 when the version has left the window, 400 for selectors.
 */
export function watchRoute(request: ResourceRequest): Response {
  const { query, resource, services } = request;
  const { store } = services.cluster;
  checkInitialEvents(request);
  const renderer = requestedRenderer(request);
  const selected = selects(resource, selectionOf(request));
  const start = startOf(request);
  const stream = createWatchStream();
  const send = (type: string, object: ApiObject) => stream.send({ type, object: renderer.one(object) });
  const forward = (event: StoreEvent) => {
    if (event.version <= start.version) return;
    const type = selectedType(event, selected);
    if (type) send(type, withVersion(event, type));
  };

  for (const object of start.initial) send('ADDED', object);
  if (start.announceEnd) stream.send(bookmark(request, start.version, initialEventsEnd));
  for (const event of start.missed) forward(event);
  stream.onClose(store.subscribe(resource.storage, forward));
  stream.onClose(store.onRestore(stream.end));
  if (start.error) endWith(stream, start.error);
  stream.onClose(endWithDefinition(request, stream));
  keepTime(request, stream, start.version, numberParameter(query, 'timeoutSeconds') ?? defaultTimeoutSeconds());
  return new Response(stream.body, { headers: { 'content-type': 'application/json' } });
}

interface WatchStart {
  readonly version: number;
  readonly initial: readonly ApiObject[];
  readonly missed: readonly StoreEvent[];
  readonly announceEnd: boolean;
  /** The watch begins and ends with it. */
  readonly error?: ApiError;
}

function startOf(request: ResourceRequest): WatchStart {
  const { query, resource, services } = request;
  const { store } = services.cluster;
  const latest = store.resourceVersion();
  const from = numberParameter(query, 'resourceVersion') ?? 0;
  const wantsInitial = query.has('sendInitialEvents') ? booleanParameter(query, 'sendInitialEvents') : from === 0;
  if (wantsInitial && from > latest)
    return { version: from, initial: [], missed: [], announceEnd: false, error: versionTooLarge(from, latest) };
  if (wantsInitial) {
    const initial = listObjects(services.cluster, resource, selectionOf(request));
    return { version: latest, initial, missed: [], announceEnd: booleanParameter(query, 'sendInitialEvents') };
  }
  const missed = from === 0 || from > latest ? [] : store.window(resource.storage).since(from);
  if (!missed) throw versionTooOld(from, store.window(resource.storage).oldest());
  return { version: from, initial: [], missed, announceEnd: false };
}

/** After the answer has begun, only an event can say what is wrong. */
function endWith(stream: WatchStream, error: ApiError): void {
  stream.send({ type: 'ERROR', object: error.toStatus() });
  stream.end();
}

function checkInitialEvents({ query }: ResourceRequest): void {
  if (!query.has('sendInitialEvents') || query.get('resourceVersionMatch') === 'NotOlderThan') return;
  const error = forbidden(
    'resourceVersionMatch',
    'sendInitialEvents requires setting resourceVersionMatch to NotOlderThan',
  );
  throw invalidObject({ kind: 'ListOptions', group: 'meta.k8s.io' }, '', [error]);
}

/** What a change means to somebody who sees only a selection: objects come into it and leave it. */
function selectedType(
  { type, object, previous }: StoreEvent,
  selected: (object: ApiObject) => boolean,
): string | undefined {
  const before = previous !== undefined && selected(previous);
  if (type === 'DELETED') return before ? 'DELETED' : undefined;
  const after = selected(object);
  if (before && after) return 'MODIFIED';
  if (after) return 'ADDED';
  return before ? 'DELETED' : undefined;
}

/** An object that left the selection is shown as it was, at the version of the change. */
function withVersion({ type, object, previous }: StoreEvent, shown: string): ApiObject {
  if (shown !== 'DELETED' || type === 'DELETED' || !previous) return object;
  const { resourceVersion } = object.metadata;
  return { ...previous, metadata: { ...previous.metadata, ...(resourceVersion && { resourceVersion }) } };
}

function bookmark({ resource }: ResourceRequest, version: number, annotations?: Record<string, string>): object {
  const metadata = { resourceVersion: String(version), ...(annotations && { annotations }) };
  return { type: 'BOOKMARK', object: { kind: resource.kind, apiVersion: groupVersion(resource), metadata } };
}

/** A kind that is no longer served has no watches, either. */
function endWithDefinition({ resource, services }: ResourceRequest, stream: WatchStream): () => void {
  return services.cluster.store.subscribe('customresourcedefinitions.apiextensions.k8s.io', ({ type, object }) => {
    if (type === 'DELETED' && object.metadata.name === resource.storage) stream.end();
  });
}

/** Bookmarks now and then and at the end, and the end. A watch alone keeps no process alive. */
function keepTime(request: ResourceRequest, stream: WatchStream, from: number, timeoutSeconds: number): void {
  const { clock, cluster } = request.services;
  const { store } = cluster;
  const isAsked = booleanParameter(request.query, 'allowWatchBookmarks');
  const mark = () => {
    const version = store.resourceVersion();
    if (isAsked && version >= from) stream.send(bookmark(request, version));
  };
  let cancelMark: Cancel;
  const markAgain = () => {
    cancelMark = clock.setTimeout(() => {
      mark();
      markAgain();
    }, bookmarkSeconds * 1000);
  };
  markAgain();
  const cancelEnd = clock.setTimeout(() => {
    mark();
    stream.end();
  }, timeoutSeconds * 1000);
  stream.onClose(() => {
    cancelMark();
    cancelEnd();
  });
}
