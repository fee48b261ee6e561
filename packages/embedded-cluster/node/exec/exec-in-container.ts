import type { ProcessStreams } from '../../pod-streams.js';
import { CannotStart, type ProcessSpec } from '../processes/spawn-in-group.js';
import { commandInContainer } from './command-in-container.js';
import type { ExecPlace } from './exec-place.js';
import { execWithPipes } from './exec-with-pipes.js';
import { execWithTerminal } from './exec-with-terminal.js';
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
  const { env, cwd } = prepared;
  const argv = commandInContainer(command, prepared);
  const spec: ProcessSpec = { argv, env, cwd, mark: place.pod.mark };
  try {
    return await (terminal ? execWithTerminal(place, spec, client, terminal) : execWithPipes(place, spec, client));
  } catch (error) {
    throw error instanceof CannotStart ? startFailure(error) : error;
  }
}
