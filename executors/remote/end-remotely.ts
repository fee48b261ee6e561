import { type Clock, wait } from '../../packages/work-queue/clock.js';
import type { RemoteCommand } from './remote-command.js';

const graceSeconds = 10;
const pollSeconds = 0.2;

/** SIGTERM to the processes of a task in a container, and SIGKILL after ten seconds to what remains. */
export async function endRemotely(
  endWith: RemoteCommand['endWith'],
  run: (command: readonly string[]) => Promise<{ readonly exitCode: number }>,
  clock: Clock,
): Promise<void> {
  const isThere = async (signal: 'TERM' | '0') => (await run(endWith(signal))).exitCode === 0;
  const deadline = clock.now() + graceSeconds * 1000;
  let remains = await isThere('TERM');
  while (remains && clock.now() < deadline) {
    await wait(clock, pollSeconds);
    remains = await isThere('0');
  }
  if (remains) await run(endWith('KILL'));
}
