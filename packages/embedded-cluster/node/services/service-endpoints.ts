import type { LocalApi } from '../../local-api.js';
import type { Pod, Service } from '../../objects.js';
import { localPort } from './local-ports.js';

/** Where a Pod answers for a port of a Service, on this machine. */
export interface Endpoint {
  readonly port: number;
}

type ServicePort = NonNullable<Service['spec']['ports']>[number];

/** Of every ready Pod that the Service selects now, in creation order. */
export function endpointsOf(api: LocalApi, { metadata }: Service, port: ServicePort): readonly Endpoint[] {
  const { namespace = '', name } = metadata;
  const { selector = {} } = (api.get('services', namespace, name) as Service | undefined)?.spec ?? {};
  const labels = Object.entries(selector);
  const pods = labels.length === 0 ? [] : (api.list('pods', { namespace }) as readonly Pod[]);
  return pods
    .filter((pod) => labels.every(([label, value]) => pod.metadata.labels?.[label] === value) && isReady(pod))
    .flatMap((pod) => targetOf(pod, port) ?? []);
}

function targetOf(pod: Pod, { port, targetPort = port }: ServicePort): Endpoint | undefined {
  const declared = pod.spec.containers.flatMap(({ ports }) => ports ?? []).find(({ name }) => name === targetPort);
  const wanted = declared?.containerPort ?? Number(targetPort);
  return Number.isNaN(wanted) ? undefined : { port: localPort(pod, wanted) };
}

const isReady = ({ metadata, status }: Pod): boolean =>
  metadata.deletionTimestamp === undefined &&
  (status?.conditions?.some(({ type, status: holds }) => type === 'Ready' && holds === 'True') ?? false);
