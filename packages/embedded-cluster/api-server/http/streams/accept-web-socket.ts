import type { IncomingMessage } from 'node:http';
import type { Duplex } from 'node:stream';
import { type WebSocket, WebSocketServer } from 'ws';

/** As much as a real server reads in one message. */
const longestMessage = 32 * 1024 * 1024;

/** The first protocol of the client's list that is served; undefined when there is none, or no WebSocket is asked for. */
export function chooseProtocol<Protocol extends string>(
  request: Request,
  served: readonly Protocol[],
): Protocol | undefined {
  if (request.headers.get('upgrade')?.toLowerCase() !== 'websocket') return undefined;
  const offered = (request.headers.get('sec-websocket-protocol') ?? '').split(',').map((one) => one.trim());
  return offered.map((name) => served.find((one) => one === name)).find((found) => found !== undefined);
}

/** What a real server says to a WebSocket whose protocols it does not know: nothing more. */
export const handshakeRefused = (): Response => new Response(null, { status: 403 });

/** What a kubelet, which the request is handed to, says to a client that does not accept everything. */
export function notAcceptable({ headers }: Request): Response | undefined {
  const accept = headers.get('accept') || '*/*';
  return accept.includes('*/*')
    ? undefined
    : new Response('406: Not Acceptable\n\nAvailable representations: ', { status: 406 });
}

/** Completes the handshake, or answers why not; `serve` is called before the first message is read. */
export function acceptWebSocket(
  protocol: string,
  incoming: IncomingMessage,
  socket: Duplex,
  head: Buffer,
  serve: (webSocket: WebSocket) => void,
): void {
  const server = new WebSocketServer({
    noServer: true,
    clientTracking: false,
    perMessageDeflate: false,
    maxPayload: longestMessage,
  });
  // `ws` refuses names with a slash, which the names of tunnels have; so the choice is said past it.
  delete incoming.headers['sec-websocket-protocol'];
  server.on('headers', (headers) => headers.push(`Sec-WebSocket-Protocol: ${protocol}`));
  server.handleUpgrade(incoming, socket, head, (webSocket) => {
    webSocket.on('error', () => webSocket.terminate());
    serve(webSocket);
  });
}
