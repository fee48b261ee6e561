import type { StreamedContainer } from '../../../pod-streams.js';
import { badRequest } from '../../status-errors.js';
import type { Upgrade } from '../handler.js';
import type { ResourceRequest } from '../request/resource-request.js';
import { chooseProtocol, handshakeRefused, notAcceptable } from './accept-web-socket.js';
import { askedStreams } from './asked-streams.js';
import { containerOfStream } from './pod-of-stream.js';
import { commandProtocols } from './process-channels.js';
import { processUpgrade, type RunProcess } from './process-upgrade.js';

/** `pods/exec`: one more command in a container that runs. */
export function execRoute(request: ResourceRequest): Response | Upgrade {
  const command = request.query.getAll('command');
  return processRoute(request, command, (container) => (client) => container.exec(command, client));
}

/** `pods/attach`: the process of a container that runs. */
export function attachRoute(request: ResourceRequest): Response | Upgrade {
  return processRoute(request, [], (container) => async (client) => {
    await container.attach(client);
    return 0;
  });
}

function processRoute(
  request: ResourceRequest,
  command: readonly string[],
  runIn: (container: StreamedContainer) => RunProcess,
): Response | Upgrade {
  const name = containerOfStream(request);
  const { streams } = request.services;
  if (!streams) throw badRequest('this API server runs no containers');
  const protocol = chooseProtocol(request.request, commandProtocols);
  if (!protocol) return handshakeRefused();
  const refusal = notAcceptable(request.request);
  if (refusal) return refusal;
  return processUpgrade({ protocol, asked: askedStreams(request.query), command }, () =>
    runIn(streams.container(name)),
  );
}
