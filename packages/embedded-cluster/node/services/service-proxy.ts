import { connect, createServer, isIPv4, type Server, type Socket } from 'node:net';
import { isDeepStrictEqual } from 'node:util';
import { type Clock, systemClock } from '../../../work-queue/clock.js';
import { createEventRecorder, type RecordEvent } from '../../event-recorder.js';
import type { LocalApi, LocalWatchEvent } from '../../local-api.js';
import type { Service } from '../../objects.js';
import { podAddress } from '../container/field-ref.js';
import { type Endpoint, endpointsOf } from './service-endpoints.js';

type Ports = NonNullable<Service['spec']['ports']>;

/** The open ports of one Service. */
interface OpenPorts {
  readonly ports: Ports;
  readonly servers: readonly Server[];
  readonly sockets: Set<Socket>;
}

/** Lets Services be reached at their clusterIP, as kube-proxy does: each connection goes to the next ready Pod. */
export function startServiceProxy(api: LocalApi, clock: Clock = systemClock): { stop(): Promise<void> } {
  const record = createEventRecorder(api, 'service-proxy', clock);
  const opened = new Map<string, OpenPorts>();

  const shut = (uid: string) => {
    const open = opened.get(uid);
    opened.delete(uid);
    for (const server of open?.servers ?? []) server.close();
    for (const socket of open?.sockets ?? []) socket.destroy();
  };
  const handle = ({ type, object }: LocalWatchEvent) => {
    const service = object as Service;
    const { uid = '' } = service.metadata;
    if (type === 'DELETED') return shut(uid);
    const ports = isProxied(service) ? (service.spec.ports ?? []) : [];
    if (isDeepStrictEqual(opened.get(uid)?.ports ?? [], ports)) return;
    shut(uid);
    opened.set(uid, openPorts(api, record, service, ports));
  };
  const stopWatch = api.watch('services', handle);
  return {
    stop: async () => {
      stopWatch();
      for (const uid of [...opened.keys()]) shut(uid);
    },
  };
}

const isProxied = ({ spec: { clusterIP, selector } }: Service): boolean =>
  selector !== undefined && clusterIP !== undefined && isLoopback(clusterIP);

/** Whatever an object says: nothing of this machine is offered to others. */
const isLoopback = (address: string): boolean => isIPv4(address) && address.startsWith('127.');

function openPorts(api: LocalApi, record: RecordEvent, service: Service, ports: Ports): OpenPorts {
  const sockets = new Set<Socket>();
  const servers = ports.map((port) => {
    let turn = 0;
    const next = () => {
      const endpoints = endpointsOf(api, service, port);
      return endpoints[turn++ % endpoints.length];
    };
    const server = createServer((socket) => passOn(socket, next(), sockets));
    const { clusterIP = '' } = service.spec;
    server.once('error', ({ message }) => record(service, { type: 'Warning', reason: 'NotReachable', message }));
    return server.listen(port.port, clusterIP).unref();
  });
  return { ports, servers, sockets };
}

/** Joins two connections until either ends. Without a Pod the caller is refused, as by a real Service. */
function passOn(caller: Socket, endpoint: Endpoint | undefined, sockets: Set<Socket>): void {
  if (!endpoint) {
    caller.destroy();
    return;
  }
  const callee = connect(endpoint.port, podAddress);
  for (const [socket, other] of [
    [caller, callee],
    [callee, caller],
  ] as const) {
    sockets.add(socket);
    socket.on('error', () => other.destroy());
    socket.on('close', () => {
      sockets.delete(socket);
      other.destroy();
    });
    socket.pipe(other);
  }
}
