import type { ProcessStreams } from '../../../pod-streams.js';
import type { Upgrade } from '../handler.js';
import { acceptWebSocket } from './accept-web-socket.js';
import { asksForNothing } from './asked-streams.js';
import { refuseProcess, type ServedProcess, serveProcess } from './serve-process.js';

/** Connects a client with a process until that has ended, and says its exit code. */
export type RunProcess = (streams: ProcessStreams) => Promise<number>;

/**
 * Agrees to stream a process. What the kubelet refuses comes where a real server has it: of the older protocol as the
 * answer to the request, since that is handed through to the kubelet; of the newer one in the stream.
 *
 * @param find throws when the container does not run
 */
export function processUpgrade(served: ServedProcess, find: () => RunProcess): Response | Upgrade {
  const refusal = refusalOf(served, find);
  if (refusal && served.protocol === 'v4.channel.k8s.io') return new Response(`${refusal.text}\n`, refusal);
  return (incoming, socket, head) =>
    acceptWebSocket(served.protocol, incoming, socket, head, (webSocket) => {
      if (refusal) refuseProcess(webSocket, served, refusal.text);
      else void serveProcess(webSocket, served, find());
    });
}

function refusalOf({ asked }: ServedProcess, find: () => RunProcess): { text: string; status: number } | undefined {
  if (asksForNothing(asked)) return { text: 'you must specify at least 1 of stdin, stdout, stderr', status: 400 };
  try {
    find();
    return undefined;
  } catch (error) {
    return { text: (error as Error).message, status: 500 };
  }
}
