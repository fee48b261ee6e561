import { randomBytes } from 'node:crypto';
import { ExecutionFailure } from '../execution-failure.js';
import type { Executable, Exit, Streams } from '../executor.js';
import type { Carrier } from '../process/follow.js';
import { endProcesses, killProcesses } from '../process/process-group.js';
import { runProgram } from '../process/run-program.js';
import { endRemotely } from '../remote/end-remotely.js';
import { followRemote } from '../remote/follow-remote.js';
import type { RemoteCommand } from '../remote/remote-command.js';
import { type Place, runIn } from './exec-in-service.js';
import { killContainer } from './kill-container.js';
import { OWN_NAME } from './service-state.js';
import { hasStarted, startFailure } from './start-failure.js';

/**
 * In a new container of the service, removed afterwards. It has a name, because it would go on without the client of the
 * engine. The shell replaces the entrypoint of the image.
 */
export async function runNewContainer(place: Place, executable: Executable, streams: Streams): Promise<Exit> {
  const { compose, service, options, clock } = place;
  if (streams.tty) throw needsRunning(place, `Cannot give task ${executable.name} a terminal in a new container`);
  if (compose.engine === 'nerdctl') {
    // Its `run` gives standard input only together with a terminal.
    throw needsRunning(place, `Cannot run task ${executable.name} in a new container with nerdctl`);
  }
  const name = `${OWN_NAME}${randomBytes(6).toString('hex')}`;
  const remove = () => runProgram([compose.engine, 'rm', '--force', name], options);
  const killing = killContainer(compose.engine, name);
  const carrierOf = ({ command: [shell = '', ...args], endWith }: RemoteCommand): Carrier => ({
    argv: compose.argv('run', '--rm', '--no-deps', '-T', '--name', name, '--entrypoint', shell, service, ...args),
    ...(options.directory ? { directory: options.directory } : {}),
    env: options.env ?? process.env,
    isDetached: true,
    end: async (pid) => {
      await endRemotely(endWith, runIn(place, name), clock);
      await endProcesses(pid, clock);
      await remove();
    },
    kill: (pid) => {
      runProgram(killing, options).catch(() => undefined);
      killProcesses(pid);
    },
    afterDeath: { argv: killing, env: options.env ?? process.env },
  });
  const { notStarted, ...exit } = await followRemote(executable, carrierOf, streams, clock);
  if (hasStarted(notStarted, exit, streams)) return exit;
  await remove();
  throw startFailure(executable, service, notStarted, exit.exitCode);
}

const needsRunning = ({ compose, service }: Place, message: string) =>
  new ExecutionFailure(message, [`start the service first: ${compose.text('up', '--detach', service)}`]);
