import type { Duplex } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import type { PodPorts } from '../../../pod-streams.js';
import { serveSpdy } from '../../spdy/spdy-connection.js';
import type { SpdyStream } from '../../spdy/spdy-stream.js';

/** The two streams of one forwarded connection; a client opens one after the other. */
interface Pair {
  readonly data?: SpdyStream;
  readonly error?: SpdyStream;
}

/**
 * Forwards connections as long as the client stays. For each it opens two streams with the same `requestid`: one for the
 * bytes, and one on which it hears what went wrong.
 *
 * @param connection carries SPDY/3.1
 * @source k8s.io/kubelet: pkg/cri/streaming/portforward
 */
export async function servePortForward(connection: Duplex, ports: PodPorts, pod: string): Promise<void> {
  connection.on('error', () => connection.destroy());
  const halves = new Map<string, Pair>();
  await serveSpdy(connection, (stream) => {
    const { streamtype, port = '', requestid = String(stream.id) } = stream.headers;
    if (!isPort(port) || (streamtype !== 'data' && streamtype !== 'error')) return false;
    const pair = { ...halves.get(requestid), [streamtype]: stream };
    halves.set(requestid, pair);
    stream.once('close', () => halves.delete(requestid));
    if (!pair.data || !pair.error) return true;
    halves.delete(requestid);
    void forward(ports, Number(port), pod, pair.data, pair.error);
    return true;
  });
}

const isPort = (port: string): boolean => /^\d{1,5}$/.test(port) && Number(port) > 0 && Number(port) <= 0xffff;

async function forward(ports: PodPorts, port: number, pod: string, data: SpdyStream, error: SpdyStream): Promise<void> {
  error.resume();
  try {
    await join(data, await ports.connect(port));
    error.end();
  } catch (cause) {
    error.end(`error forwarding port ${port} to pod ${pod}, uid : ${(cause as Error).message}`);
    data.end();
  }
}

/** Each direction ends on its own. @throws what the network says of the target; a client that resets its stream only ends both */
async function join(client: SpdyStream, target: Duplex): Promise<void> {
  let failure: NodeJS.ErrnoException | undefined;
  target.on('error', (error: NodeJS.ErrnoException) => {
    if (error.syscall !== undefined) failure ??= error;
  });
  await Promise.allSettled([pipeline(client, target), pipeline(target, client)]);
  if (failure) throw failure;
}
