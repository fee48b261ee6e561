import { readFile } from 'node:fs/promises';
import { isIPv6 } from 'node:net';
import { join } from 'node:path';
import { type Clock, systemClock } from '../../work-queue/clock.js';
import type { Connection, Credentials } from './connection.js';
import { rereadAtMostEvery10s } from './reread.js';

/** Where a Pod finds its API server and its service account. */
export interface InClusterOptions {
  /** Of `KUBERNETES_SERVICE_HOST` and `KUBERNETES_SERVICE_PORT`. */
  readonly host: string;
  readonly port: string;
  /** Where the kubelet mounts the service account. */
  readonly directory?: string;
  readonly clock?: Clock;
}

/**
 * The connection of a Pod through its service account. The kubelet renews the token in place, so it is read again.
 *
 * @throws the file system's error when the service account is not mounted
 */
export async function inClusterConnection(options: InClusterOptions): Promise<Connection> {
  const { host, port, directory = '/var/run/secrets/kubernetes.io/serviceaccount', clock = systemClock } = options;
  const mounted = (file: string) => readFile(join(directory, file), 'utf8');
  const read = async (): Promise<Credentials> => {
    const [token, ca] = await Promise.all([mounted('token'), mounted('ca.crt')]);
    return { headers: { authorization: `Bearer ${token.trim()}` }, tls: { ca } };
  };
  const credentials = rereadAtMostEvery10s(read, clock);
  const [namespace] = await Promise.all([mounted('namespace'), credentials()]);
  const server = new URL(`https://${isIPv6(host) ? `[${host}]` : host}:${port}`);
  return { server, namespace: namespace.trim(), credentials };
}
