import { readFileSync } from 'node:fs';
import { mintGiteaToken, revokeGiteaToken } from './gitea/mint-gitea-token.js';
import { mintGitHubToken, revokeGitHubToken } from './github/mint-github-token.js';
import { mintGitLabToken, revokeGitLabToken } from './gitlab/mint-gitlab-token.js';
import { EXIT_LATER, MintFailure, never } from './mint-failure.js';
import type { Surroundings } from './surroundings.js';
import type { MintedToken, TokenRequest } from './token-request.js';

const ATTEMPTS = 3;
/** What is worth waiting for here. */
const MOST_SECONDS = 30;

/**
 * One token. What may pass is tried three times, 2 and 4 seconds apart, or as the host says.
 *
 * @throws MintFailure
 */
export async function mintToken(request: TokenRequest, surroundings: Surroundings): Promise<MintedToken> {
  for (let attempt = 1; ; attempt += 1) {
    try {
      return await mintOnce(request, surroundings);
    } catch (error) {
      const seconds = secondsToWait(error, attempt);
      if (seconds === undefined) throw error;
      surroundings.log(`attempt ${attempt}: ${(error as Error).message}`);
      await surroundings.wait(seconds * 1000);
    }
  }
}

function secondsToWait(error: unknown, attempt: number): number | undefined {
  if (!(error instanceof MintFailure) || error.exitCode !== EXIT_LATER || attempt === ATTEMPTS) return undefined;
  const seconds = error.retryAfterSeconds ?? attempt * 2;
  return seconds > MOST_SECONDS ? undefined : seconds;
}

function mintOnce(request: TokenRequest, surroundings: Surroundings): Promise<MintedToken> {
  const secret = keyOf(request);
  const { host } = request;
  if (host.type === 'githubApp') return mintGitHubToken({ ...request, host }, secret, surroundings);
  if (host.type === 'gitea') return mintGiteaToken({ ...request, host }, secret, surroundings);
  return mintGitLabToken(request, secret, surroundings);
}

/**
 * Ends a token before its time.
 *
 * @throws MintFailure
 */
export async function revokeToken(request: TokenRequest, minted: MintedToken, surroundings: Surroundings) {
  const { host } = request;
  const { token, id = '' } = minted;
  if (host.type === 'githubApp') await revokeGitHubToken(request, token, surroundings);
  else if (host.type === 'gitea') await revokeGiteaToken({ ...request, host }, id, keyOf(request), surroundings);
  else await revokeGitLabToken(request, id, keyOf(request), surroundings);
}

/** Read anew for each token, since a Secret may change. Without a byte order mark and line ends at its end. */
function keyOf({ keyFile, name, host }: TokenRequest): string {
  const text = readText(keyFile)
    ?.replace(/^\ufeff/, '')
    .replace(/[\r\n]+$/, '');
  if (!text) throw never(`the key of gitTokens ${name} is empty or cannot be read`);
  if (host.type !== 'githubApp' && /[^\x20-\x7e]/.test(text))
    throw never(`the key of gitTokens ${name} has more than one line, or characters that no token has`);
  return text;
}

function readText(path: string): string | undefined {
  try {
    return readFileSync(path, 'utf8');
  } catch {
    return undefined;
  }
}
