import { get } from 'node:http';
import { connect } from 'node:net';
import type { Clock } from '../../../work-queue/clock.js';
import type { Container, Probe } from '../../objects.js';
import { podAddress } from '../container/field-ref.js';
import type { LocalPorts } from '../services/local-ports.js';

/** A probe that can be asked here: exec and grpc are not. */
export interface AskedProbe extends Probe {
  /** Of the container. */
  readonly port: number;
  /** Of this machine. */
  readonly localPort: number;
}

/** Undefined for no probe, and for one that cannot be asked. */
export function askedProbe({ ports }: Container, probe: Probe | undefined, local: LocalPorts): AskedProbe | undefined {
  const wanted = probe?.httpGet?.port ?? probe?.tcpSocket?.port;
  if (!probe || wanted === undefined) return undefined;
  const port = ports?.find(({ name }) => name === wanted)?.containerPort ?? Number(wanted);
  return { ...probe, port, localPort: local.get(port) ?? port };
}

/** Undefined when it succeeds, else why not. Never rejects. */
export function askProbe(probe: AskedProbe, clock: Clock): Promise<string | undefined> {
  const { httpGet, localPort: port, timeoutSeconds = 1 } = probe;
  return new Promise((resolve) => {
    const end = (problem?: string) => {
      cancelTimeout();
      asked.destroy();
      resolve(problem);
    };
    const asked = httpGet
      ? get({ host: podAddress, port, path: httpGet.path ?? '/', agent: false }, ({ statusCode = 0 }) =>
          end(statusCode >= 200 && statusCode < 400 ? undefined : `HTTP probe failed with statuscode: ${statusCode}`),
        )
      : connect({ host: podAddress, port }, () => end());
    const cancelTimeout = clock.setTimeout(() => end('context deadline exceeded'), timeoutSeconds * 1000);
    asked.once('error', (error) => end(whyNot(probe, error)));
  });
}

/** In the kubelet's words, and with the container's port. */
function whyNot({ httpGet, port }: AskedProbe, { code, message }: NodeJS.ErrnoException): string {
  const reason = code === 'ECONNREFUSED' ? 'connect: connection refused' : message;
  const dialed = `dial tcp ${podAddress}:${port}: ${reason}`;
  return httpGet ? `Get "http://${podAddress}:${port}${httpGet.path ?? '/'}": ${dialed}` : dialed;
}
