import { mkdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { helperText } from './helper-text.js';
import type { MintedToken, TokenRequest } from './token-request.js';

/** Who may see the folder decides who can read them: containers may run as different users. */
const READABLE = 0o444;

/**
 * Writes what git needs to send a token: itself and its user name, when it ends in seconds, for which repository it is, and a
 * credential helper. Each file is replaced as a whole, the token last.
 */
export function writeToken(
  { folder, place }: TokenRequest,
  { username, token, expiresAt, id = '' }: MintedToken,
): void {
  mkdirSync(folder, { recursive: true });
  const files = { helper: helperText, place, username, expires: String(Math.floor(expiresAt / 1000)), id, token };
  for (const [name, text] of Object.entries(files)) replace(join(folder, name), text);
}

function replace(path: string, text: string): void {
  writeFileSync(`${path}.new`, text, { mode: READABLE });
  renameSync(`${path}.new`, path);
}

/** What was written there; undefined when nothing was. */
export function readToken({ folder }: TokenRequest): MintedToken | undefined {
  const read = (name: string) => readFileSync(join(folder, name), 'utf8');
  try {
    const id = read('id');
    const own = { username: read('username'), token: read('token'), expiresAt: Number(read('expires')) * 1000 };
    return { ...own, ...(id && { id }) };
  } catch {
    return undefined;
  }
}
