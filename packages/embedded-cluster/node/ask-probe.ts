import { get } from 'node:http';
import { connect } from 'node:net';
import { setTimeout as delay } from 'node:timers/promises';
import type { Container, Probe } from '../objects.js';
import { podAddress } from './field-ref.js';
import type { LocalPorts } from './local-ports.js';

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
export function askProbe(probe: AskedProbe): Promise<string | undefined> {
  const { httpGet, localPort: port, timeoutSeconds = 1 } = probe;
  const timeout = timeoutSeconds * 1000;
  return new Promise((resolve) => {
    const end = (problem?: string) => {
      asked.destroy();
      resolve(problem);
    };
    const asked = httpGet
      ? get({ host: podAddress, port, path: httpGet.path ?? '/', timeout, agent: false }, ({ statusCode = 0 }) =>
          end(statusCode >= 200 && statusCode < 400 ? undefined : `HTTP probe failed with statuscode: ${statusCode}`),
        )
      : connect({ host: podAddress, port, timeout }, () => end());
    asked.once('error', (error) => end(whyNot(probe, error))).once('timeout', () => end('context deadline exceeded'));
  });
}

/** In the kubelet's words, and with the container's port. */
function whyNot({ httpGet, port }: AskedProbe, { code, message }: NodeJS.ErrnoException): string {
  const reason = code === 'ECONNREFUSED' ? 'connect: connection refused' : message;
  const dialed = `dial tcp ${podAddress}:${port}: ${reason}`;
  return httpGet ? `Get "http://${podAddress}:${port}${httpGet.path ?? '/'}": ${dialed}` : dialed;
}

/** Resolves after so long, or at once when `signal` aborts. */
export const pause = (seconds: number, signal: AbortSignal): Promise<void> =>
  delay(seconds * 1000, undefined, { signal }).catch(() => undefined);
