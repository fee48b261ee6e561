import type { Readable } from 'node:stream';
import type { ProcessStreams } from '../../pod-streams.js';
import type { PathMapping } from '../container/path-map.js';
import { pump } from '../processes/pump.js';
import { CannotStart, type ProcessSpec } from '../processes/spawn-in-group.js';
import { commandInContainer } from './command-in-container.js';
import { commandsOnInput } from './commands-on-input.js';
import type { ExecPlace } from './exec-place.js';
import { execWithPipes } from './exec-with-pipes.js';
import { execWithTerminal } from './exec-with-terminal.js';
import { MappedCommands } from './mapped-commands.js';
import { startFailure } from './start-failure.js';

/**
 * Runs a command as the container's own process runs: its environment, working directory, user and mounts. It ends with
 * the container.
 *
 * @returns the exit code, once the output is with the client; also what the command left in the background holds it open
 * @throws Error in the words of a container runtime when it cannot be started
 */
export async function execInContainer(
  place: ExecPlace,
  command: readonly string[],
  { terminal, ...client }: ProcessStreams,
): Promise<number> {
  const { prepared } = place.run;
  const { env, cwd, mappings } = prepared;
  const argv = commandInContainer(command, prepared);
  const spec: ProcessSpec = { argv, env, cwd, mark: place.pod.mark };
  try {
    if (terminal) return await execWithTerminal(place, spec, client, terminal);
    const stdin = client.stdin && mappedInput(client.stdin, command, mappings);
    return await execWithPipes(place, spec, { ...client, ...(stdin && { stdin }) });
  } catch (error) {
    throw error instanceof CannotStart ? startFailure(error) : error;
  }
}

/** A script that a shell reads from its input names mounts as its words do. */
function mappedInput(stdin: Readable, command: readonly string[], mappings: readonly PathMapping[]): Readable {
  const commands = commandsOnInput(command);
  if (!commands) return stdin;
  const mapped = new MappedCommands(mappings, commands);
  void pump(stdin, mapped);
  return mapped;
}
