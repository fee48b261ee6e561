import { badRequest } from '../../status-errors.js';
import type { Upgrade } from '../handler.js';
import type { ResourceRequest } from '../request/resource-request.js';
import { chooseProtocol, handshakeRefused } from './accept-web-socket.js';
import { askedStreams } from './asked-streams.js';
import { podOfStream } from './pod-of-stream.js';
import { commandProtocols } from './process-channels.js';
import { processUpgrade } from './process-upgrade.js';

/** `pods/exec`: one more command in a container that runs. */
export function execRoute(request: ResourceRequest): Response | Upgrade {
  const name = podOfStream(request);
  const { streams } = request.services;
  if (!streams) throw badRequest('this API server runs no containers');
  const protocol = chooseProtocol(request.request, commandProtocols);
  if (!protocol) return handshakeRefused();
  const command = request.query.getAll('command');
  return processUpgrade({ protocol, asked: askedStreams(request.query), command }, () => {
    const container = streams.container(name);
    return (client) => container.exec(command, client);
  });
}
