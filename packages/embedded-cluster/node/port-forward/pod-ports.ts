import { once } from 'node:events';
import { connect, type Socket } from 'node:net';
import type { PodPorts } from '../../pod-streams.js';
import type { PodContext } from '../pod/pod-context.js';

/** Where a process of a Pod may listen, in the order in which it is tried. */
const families = [
  { name: 'IPv4: dial tcp4', host: '127.0.0.1', shown: '127.0.0.1' },
  { name: 'IPv6: dial tcp6', host: '::1', shown: '[::1]' },
];

/** The ports of a Pod; those of its containers that have another on this machine are reached there. */
export function podPorts({ record, pod }: PodContext): PodPorts {
  return {
    connect: async (port) => {
      const local = record.ports.get(port) ?? port;
      const problems: string[] = [];
      for (const { name, host, shown } of record.hasEnded ? [] : families) {
        try {
          return await connected(local, host);
        } catch (error) {
          problems.push(`${name} ${shown}:${local}: connect: ${whyNot(error as NodeJS.ErrnoException)}`);
        }
      }
      const why = record.hasEnded ? 'the Pod has ended' : problems.join(' ');
      throw new Error(`failed to connect to localhost:${port} inside namespace "${pod.metadata.uid}", ${why}`);
    },
  };
}

const whyNot = ({ code, message }: NodeJS.ErrnoException): string =>
  code === 'ECONNREFUSED' ? 'connection refused' : message;

async function connected(port: number, host: string): Promise<Socket> {
  const socket = connect({ port, host, allowHalfOpen: true });
  await once(socket, 'connect');
  return socket;
}
