import type { WebSocket } from 'ws';
import type { ProcessStreams } from '../../../pod-streams.js';
import type { AskedStreams } from './asked-streams.js';
import { type CommandProtocol, openChannels } from './process-channels.js';

export interface ServedProcess {
  readonly protocol: CommandProtocol;
  readonly asked: AskedStreams;
  /** Of an exec. */
  readonly command?: readonly string[];
}

/** Tells a client of the newer protocol, in the stream, what the kubelet answered before any stream. */
export function refuseProcess(socket: WebSocket, { protocol, asked }: ServedProcess, answer: string): void {
  openChannels(socket, protocol, asked).finish(internalError(`unable to upgrade connection: ${answer}`));
}

/** Connects a client with a process, and tells it at the end how the process ended. Never rejects. */
export async function serveProcess(
  socket: WebSocket,
  served: ServedProcess,
  run: (streams: ProcessStreams) => Promise<number>,
): Promise<void> {
  const channels = openChannels(socket, served.protocol, served.asked);
  try {
    const exitCode = await run(channels.streams);
    channels.finish(exitCode === 0 ? success : exitStatus(exitCode, served));
  } catch (error) {
    channels.finish(failureStatus(error as Error, served.protocol));
  }
}

const success = { metadata: {}, status: 'Success' };

/** @source k8s.io/apiserver: codeExitToStatusError; k8s.io/kubelet: ServeExec */
function exitStatus(exitCode: number, { protocol, command = [] }: ServedProcess): object {
  const what =
    protocol === 'v5.channel.k8s.io'
      ? `command terminated with exit code ${exitCode}`
      : `error executing command [${command.join(' ')}], exit code ${exitCode}`;
  return {
    metadata: {},
    status: 'Failure',
    message: `command terminated with non-zero exit code: ${what}`,
    reason: 'NonZeroExitCode',
    details: { causes: [{ reason: 'ExitCode', message: String(exitCode) }] },
  };
}

/** With the newer protocol the API server passes on what the kubelet tells it, as an error of its own. */
function failureStatus({ message }: Error, protocol: CommandProtocol): object {
  const ofKubelet = internalError(`error executing command in container: ${message}`);
  return protocol === 'v5.channel.k8s.io' ? internalError(ofKubelet.message) : ofKubelet;
}

function internalError(why: string) {
  return {
    metadata: {},
    status: 'Failure',
    message: `Internal error occurred: ${why}`,
    reason: 'InternalError',
    details: { causes: [{ message: why }] },
    code: 500,
  };
}
