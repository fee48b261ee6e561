import { writeFileSync } from 'node:fs';
import { keepFresh } from './keep-fresh.js';
import { mintToken } from './mint.js';
import { EXIT_LATER, MintFailure } from './mint-failure.js';
import { realSurroundings, type Surroundings } from './surroundings.js';
import { writeToken } from './token-folder.js';
import type { TokenRequest } from './token-request.js';

type Environment = Readonly<Record<string, string | undefined>>;

/**
 * Mints the tokens of GIT_TOKENS, or keeps them fresh if GIT_TOKENS_MODE is `keep`. The reason for a failure goes to
 * $KUBETASK_MESSAGE; nothing of a key or token does.
 *
 * @returns the exit code: 42 if nobody should try again, 75 if somebody should
 */
export async function main(env: Environment, surroundings: Surroundings = realSurroundings): Promise<number> {
  const requests = JSON.parse(env['GIT_TOKENS'] ?? '[]') as readonly TokenRequest[];
  return env['GIT_TOKENS_MODE'] === 'keep' ? keep(requests, surroundings) : mintAll(requests, env, surroundings);
}

async function mintAll(requests: readonly TokenRequest[], env: Environment, surroundings: Surroundings) {
  const notes: string[] = [];
  try {
    for (const request of requests) {
      const token = await mintToken(request, surroundings);
      writeToken(request, token);
      if (token.note !== undefined) notes.push(`note: ${token.note}`);
    }
    report(notes.join('\n'), env, surroundings);
    return 0;
  } catch (error) {
    if (!(error instanceof MintFailure)) throw error;
    report(sentence(error), env, surroundings);
    return error.exitCode;
  }
}

/** The controller reads the seconds from the end of it. */
function sentence({ message, exitCode, retryAfterSeconds }: MintFailure): string {
  const waits = exitCode === EXIT_LATER && retryAfterSeconds !== undefined;
  return waits ? `${message} (retryAfter: ${retryAfterSeconds})` : message;
}

function report(text: string, { KUBETASK_MESSAGE: path }: Environment, { log }: Surroundings): void {
  if (text === '') return;
  log(text);
  if (path !== undefined) writeFileSync(path, text.slice(0, 1000));
}

async function keep(requests: readonly TokenRequest[], surroundings: Surroundings): Promise<number> {
  const end = new AbortController();
  for (const signal of ['SIGTERM', 'SIGINT'] as const) process.once(signal, () => end.abort());
  await keepFresh(requests, surroundings, end.signal);
  return 0;
}
