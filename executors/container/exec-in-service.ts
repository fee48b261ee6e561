import type { Clock } from '../../packages/work-queue/clock.js';
import { ExecutionFailure } from '../execution-failure.js';
import type { Executable, Exit, Streams } from '../executor.js';
import { type Carrier, follow } from '../process/follow.js';
import { endProcesses, killProcesses } from '../process/process-group.js';
import { type Ran, type RunOptions, runProgram } from '../process/run-program.js';
import { endRemotely } from '../remote/end-remotely.js';
import { followRemote } from '../remote/follow-remote.js';
import { stagedCommand } from '../remote/remote-command.js';
import { stage } from '../remote/stage.js';
import { composeFailure } from './compose-failure.js';
import type { Compose } from './engine.js';
import { hasStarted, startFailure } from './start-failure.js';

/** A service of a compose file, and how its engine is started. */
export interface Place {
  readonly compose: Compose;
  readonly service: string;
  readonly options: RunOptions;
  readonly clock: Clock;
}

/**
 * In a container that runs, by the engine itself: `compose exec` does the same and starts later. A task does not end with
 * the client of the engine that carries it.
 */
export async function execInService(
  place: Place,
  container: string,
  executable: Executable,
  streams: Streams,
): Promise<Exit> {
  if (streams.tty) return execWithTerminal(place, container, executable, streams);
  const run = runIn(place, container);
  const carrierOf = ({ command, endWith }: { command: readonly string[]; endWith: EndWith }): Carrier => ({
    argv: [place.compose.engine, 'exec', '--interactive', container, ...command],
    ...placeOf(place),
    isDetached: true,
    ...endingOf(endWith, run, place.clock),
    afterDeath: afterDeath(place, container, endWith),
  });
  const { notStarted, ...exit } = await followRemote(executable, carrierOf, streams, place.clock);
  if (hasStarted(notStarted, exit, streams)) return exit;
  throw startFailure(executable, place.service, notStarted, exit.exitCode);
}

type EndWith = Parameters<typeof endRemotely>[0];

async function execWithTerminal(place: Place, container: string, executable: Executable, streams: Streams) {
  const { compose, service, clock } = place;
  const run = runIn(place, container);
  const { command, endWith } = await stage(stagedCommand(executable), run).catch((error: unknown) => {
    if (!(error instanceof ExecutionFailure) || error.exitCode !== 127) throw error;
    throw startFailure(executable, service, error.message, 127);
  });
  const argv = [compose.engine, 'exec', '--interactive', '--tty', ...passAllKeys(compose), container, ...command];
  // The client must stay in the process group of the terminal.
  const carrier = {
    ...{ argv, ...placeOf(place), isDetached: false, ...endingOf(endWith, run, clock) },
    afterDeath: afterDeath(place, container, endWith),
  };
  return follow(executable, carrier, streams, clock);
}

/** Ctrl-P and Ctrl-Q would detach; a shell wants Ctrl-P for the command before. */
const passAllKeys = ({ engine }: Compose): readonly string[] =>
  engine === 'nerdctl' ? [] : ['--detach-keys', 'ctrl-@,ctrl-^,ctrl-@'];

const placeOf = ({ options: { directory, env } }: Place) => ({
  ...(directory ? { directory } : {}),
  env: env ?? process.env,
});

const afterDeath = ({ compose, options }: Place, container: string, endWith: EndWith) => ({
  argv: [compose.engine, 'exec', container, ...endWith('KILL')],
  env: options.env ?? process.env,
});

/** Runs a command in the container, to its end. @throws ExecutionFailure when there is no such engine any more */
export function runIn({ compose, options }: Place, container: string) {
  return async (command: readonly string[], input = ''): Promise<Ran> => {
    const ran = await runProgram([compose.engine, 'exec', '--interactive', container, ...command], {
      ...options,
      input,
    });
    if (ran === undefined) throw composeFailure(compose, ran);
    return ran;
  };
}

/**
 * Ends what runs in the container, then the client of the engine. The client may have started the task meanwhile, so what
 * runs is looked for once more.
 */
function endingOf(endWith: EndWith, run: (command: readonly string[]) => Promise<Ran>, clock: Clock) {
  const endInside = () => endRemotely(endWith, run, clock);
  return {
    end: async (pid: number) => {
      await endInside();
      await endProcesses(pid, clock);
      await endInside();
    },
    kill: (pid: number) => {
      run(endWith('KILL')).catch(() => undefined);
      killProcesses(pid);
    },
  };
}
