import { ExecutionFailure } from '../execution-failure.js';
import { NOT_WRITABLE, type RemoteCommand, type StagedCommand } from './remote-command.js';

/** Runs a command in a container with this standard input, and gives what it prints. */
export type RunInContainer = (
  command: readonly string[],
  input: string,
) => Promise<{ readonly exitCode: number; readonly stdout: string; readonly stderr: string }>;

/**
 * Puts a task with a terminal into a file of the container.
 *
 * @returns what runs the file
 * @throws ExecutionFailure when the container has no folder that can be written
 */
export async function stage(
  { stage: { command, preamble }, run }: StagedCommand,
  runInContainer: RunInContainer,
): Promise<Pick<RemoteCommand, 'command' | 'endWith'>> {
  const ran = await runInContainer(command, preamble);
  if (ran.exitCode === 0) return run(ran.stdout);
  if (ran.exitCode === NOT_WRITABLE) {
    throw new ExecutionFailure('Cannot give the task a terminal: no folder of the container can be written', [
      'mount a writable folder at /tmp, or run the task without a terminal',
    ]);
  }
  const said = ran.stderr.trim().split('\n').at(-1) ?? '';
  // 126 and 127: what container runtimes give for a program that is not there.
  const exitCode = ran.exitCode === 126 || ran.exitCode === 127 ? 127 : 125;
  throw new ExecutionFailure(`Cannot start a shell in the container: ${said}`, [], exitCode);
}
