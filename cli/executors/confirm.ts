import { once } from 'node:events';
import { createInterface } from 'node:readline';
import type { ReadStream } from 'node:tty';
import type { ResolvedTask } from '../../plan/task-file/resolve-task.js';
import { UserError } from '../errors/user-error.js';
import { oneLine } from '../output/printable.js';
import type { Session } from '../session.js';

/**
 * Asks all questions of the tasks before the first of them starts.
 *
 * @throws UserError when one is not answered with yes
 */
export async function confirmAll(
  session: Session,
  tasks: readonly ResolvedTask[],
  isAnswered: boolean,
  signal: AbortSignal,
): Promise<void> {
  const asking = tasks.filter(({ confirm }) => confirm !== undefined);
  const [first] = asking;
  if (!first || isAnswered) return;
  if (!(session.streams.stdin() as Partial<ReadStream>).isTTY) {
    throw new UserError(`Cannot run task ${first.name}: it asks "${questionOf(first)}", and there is no terminal`, [
      '--yes answers yes',
    ]);
  }
  for (const task of asking) {
    if (await ask(session, `${task.name}: ${questionOf(task)} [y/N] `, signal)) continue;
    throw new UserError(`Task ${task.name} was not confirmed; nothing was run`);
  }
}

/** One line, whatever the file makes of it: it must not look like something else on the terminal. */
const questionOf = ({ confirm = '' }: ResolvedTask): string => oneLine(confirm);

async function ask({ err, streams }: Session, question: string, signal: AbortSignal): Promise<boolean> {
  const lines = createInterface({ input: streams.stdin() });
  const abort = () => lines.close();
  signal.addEventListener('abort', abort);
  try {
    await err.write(question);
    const [answer = ''] = await Promise.race([once(lines, 'line'), once(lines, 'close')]);
    signal.throwIfAborted();
    return /^y(es)?$/i.test(String(answer).trim());
  } finally {
    signal.removeEventListener('abort', abort);
    lines.close();
  }
}
