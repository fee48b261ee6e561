import { createWebSocketStream } from 'ws';
import type { PodName, PodStreams } from '../../../pod-streams.js';
import { badRequest } from '../../status-errors.js';
import type { Upgrade } from '../handler.js';
import type { ResourceRequest } from '../request/resource-request.js';
import { acceptWebSocket, chooseProtocol, handshakeRefused, notAcceptable } from './accept-web-socket.js';
import { podWithNode } from './pod-of-stream.js';
import { servePortForward } from './serve-port-forward.js';

/** What `kubectl port-forward` speaks: SPDY as a stream of bytes in the messages of a WebSocket. */
const tunnelProtocol = 'SPDY/3.1+portforward.k8s.io';

/** `pods/portforward`: connections to ports of a Pod. */
export function portForwardRoute(request: ResourceRequest): Response | Upgrade {
  const pod = podWithNode(request);
  const { streams } = request.services;
  if (!streams) throw badRequest('this API server runs no containers');
  if (!chooseProtocol(request.request, [tunnelProtocol])) return handshakeRefused();
  return notAcceptable(request.request) ?? portForwardUpgrade(streams, pod);
}

function portForwardUpgrade(streams: PodStreams, pod: PodName): Response | Upgrade {
  try {
    const ports = streams.ports(pod);
    return (incoming, socket, head) =>
      acceptWebSocket(tunnelProtocol, incoming, socket, head, (webSocket) => {
        void servePortForward(createWebSocketStream(webSocket), ports, pod.pod);
      });
  } catch (error) {
    return new Response(`${(error as Error).message}\n`, { status: 404 });
  }
}
