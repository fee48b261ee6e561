import { once } from 'node:events';
import { createServer } from 'node:net';
import type { Container, Pod } from '../../objects.js';
import { podAddress } from '../container/field-ref.js';

/** On Pods of the embedded cluster, by its kubelet: which port of this machine stands for which of the Pod, `8000=43211`. */
export const ANNOTATION_LOCAL_PORTS = 'kubetask.io/local-ports';

/** By port of a container, the port of this machine that stands for it. */
export type LocalPorts = ReadonlyMap<number, number>;

/** The variable that gives a container its port. */
const portVariable = 'PORT';

/**
 * Finds a free port of this machine for every port that a container gets from PORT: Pods share one network here, and
 * replicas of one port would collide. A container without PORT keeps the port that it declares.
 */
export async function findLocalPorts({ spec }: Pod): Promise<LocalPorts> {
  const ports = spec.containers.flatMap((container) => givenPort(container) ?? []);
  return new Map(await Promise.all(ports.map(async (port) => [port, await freePort()] as const)));
}

/** The container with the port of this machine in its environment. */
export function withLocalPorts(container: Container, ports: LocalPorts): Container {
  const local = ports.get(givenPort(container) ?? 0);
  if (local === undefined) return container;
  const env = container.env?.map((one) => (one.name === portVariable ? { ...one, value: String(local) } : one));
  return { ...container, ...(env && { env }) };
}

function givenPort({ env, ports }: Container): number | undefined {
  const given = Number(env?.find(({ name }) => name === portVariable)?.value);
  return ports?.find(({ containerPort }) => containerPort === given)?.containerPort;
}

/** `8000=43211`, separated by commas. */
export const formatPorts = (ports: LocalPorts): string => [...ports].map((pair) => pair.join('=')).join(',');

/** The port of this machine at which a Pod's port is reached. */
export function localPort({ metadata }: Pod, port: number): number {
  const pairs = (metadata.annotations?.[ANNOTATION_LOCAL_PORTS] ?? '').split(',').map((pair) => pair.split('='));
  return Number(pairs.find(([containerPort]) => Number(containerPort) === port)?.[1] ?? port);
}

async function freePort(): Promise<number> {
  const server = createServer().listen(0, podAddress);
  await once(server, 'listening');
  const address = server.address();
  server.close();
  return typeof address === 'object' && address ? address.port : 0;
}
