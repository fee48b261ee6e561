import type { LogOptions } from '../../log-source.js';
import type { ApiObject } from '../../objects/api-object.js';
import { chosenContainer } from '../../objects/chosen-container.js';
import { existing } from '../../operations/update-object.js';
import { fieldAt } from '../../selectors/field-path.js';
import { badRequest } from '../../status-errors.js';
import { booleanParameter, numberParameter } from '../request/list-options.js';
import type { ResourceRequest } from '../request/resource-request.js';

const plainText = { headers: { 'content-type': 'text/plain' } };

/** Streams a container's log as plain text. @throws ApiError 400 when there is no such container, or no log yet. */
export function podLogRoute({ request, query, info, resource, services }: ResourceRequest): Response {
  const pod = existing(services.cluster, { resource, ...info });
  const container = chosenContainer(pod, query.get('container'));
  // Nobody has a log of a Pod that runs nowhere: the real server answers with nothing, too.
  if (!fieldAt(pod, 'spec.nodeName')) return new Response('', plainText);
  checkStarted(pod, container);
  if (!services.logs) throw badRequest('this API server keeps no logs');
  const options = logOptions(query, services.cluster.now());
  const lines = services.logs.read(info.namespace, info.name, container, options, request.signal);
  return new Response(ReadableStream.from(lines), plainText);
}

interface StatusView {
  readonly name: string;
  readonly state?: { readonly waiting?: { readonly reason?: string } };
  readonly lastState?: { readonly terminated?: object };
}

function checkStarted(pod: ApiObject, container: string): void {
  const statuses = ['containerStatuses', 'initContainerStatuses'].flatMap(
    (list) => (fieldAt(pod, `status.${list}`) ?? []) as StatusView[],
  );
  const status = statuses.find(({ name }) => name === container);
  const waiting = status ? status.state?.waiting : { reason: 'ContainerCreating' };
  if (!waiting || status?.lastState?.terminated) return;
  const why = waiting.reason ? `is waiting to start: ${waiting.reason}` : 'is waiting to start - no logs yet';
  throw badRequest(`container "${container}" in pod "${pod.metadata.name}" ${why}`);
}

function logOptions(query: URLSearchParams, now: number): LogOptions {
  const tailLines = numberParameter(query, 'tailLines');
  const limitBytes = numberParameter(query, 'limitBytes');
  const sinceSeconds = numberParameter(query, 'sinceSeconds');
  const sinceTime =
    query.get('sinceTime') ?? (sinceSeconds && new Date(Math.max(0, now - sinceSeconds * 1000)).toISOString());
  if (sinceTime && Number.isNaN(Date.parse(sinceTime)))
    throw badRequest(`parsing time "${sinceTime}" as "2006-01-02T15:04:05Z07:00": cannot parse it`);
  return {
    follow: booleanParameter(query, 'follow'),
    timestamps: booleanParameter(query, 'timestamps'),
    previous: booleanParameter(query, 'previous'),
    ...(tailLines !== undefined && { tailLines }),
    ...(limitBytes !== undefined && { limitBytes }),
    ...(sinceTime && { sinceTime }),
  };
}
