import { mintToken, revokeToken } from './mint.js';
import type { Surroundings } from './surroundings.js';
import { readToken, writeToken } from './token-folder.js';
import type { MintedToken, TokenRequest } from './token-request.js';

/** A token is replaced when it has this much left, so that a long push ends with the one that it began with. */
const LEFT = 600_000;
const RETRY = 60_000;
/** No timer of Node.js takes more than 24 days. */
const LONGEST = 3_600_000;

/**
 * Keeps tokens fresh until the signal aborts, then revokes them. A failure is logged and tried again each minute: the token that
 * is there may live on. Never throws.
 */
export async function keepFresh(
  requests: readonly TokenRequest[],
  surroundings: Surroundings,
  signal: AbortSignal,
): Promise<void> {
  await Promise.all(requests.map((request) => keepOne(request, surroundings, signal)));
}

async function keepOne(request: TokenRequest, surroundings: Surroundings, signal: AbortSignal) {
  const { now, wait, log } = surroundings;
  /** The last two: what has begun with the one before may still use it. */
  const first = readToken(request);
  let own: readonly MintedToken[] = first ? [first] : [];
  let next = (first?.expiresAt ?? 0) - LEFT;
  while (!signal.aborted) {
    if (now() < next) {
      await wait(Math.min(next - now(), LONGEST), signal);
      continue;
    }
    try {
      const token = await mintToken(request, surroundings);
      writeToken(request, token);
      await revokeAll(request, own.slice(0, -1), surroundings);
      own = [...own.slice(-1), token];
      next = Math.max(token.expiresAt - LEFT, now() + RETRY);
      log(`the token for ${request.path} is fresh until ${new Date(token.expiresAt).toISOString()}`);
    } catch (error) {
      next = now() + RETRY;
      log((error as Error).message);
    }
  }
  await revokeAll(request, own, surroundings);
}

/** What has ended needs no end. */
async function revokeAll(request: TokenRequest, tokens: readonly MintedToken[], surroundings: Surroundings) {
  const { now, log } = surroundings;
  for (const token of tokens.filter(({ expiresAt }) => expiresAt > now() || request.host.type === 'gitea'))
    await revokeToken(request, token, surroundings).catch((error: Error) => log(`not revoked: ${error.message}`));
}
