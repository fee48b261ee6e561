import { type ApiQuestion, askApi } from '../ask-api.js';
import { aheadOf, fieldsOf, grantedExpiry, grantedToken, grantedUser, unlike } from '../granted.js';
import { hostTokenName, type ListedToken, sweep } from '../host-token-name.js';
import { never } from '../mint-failure.js';
import type { ApiAnswer } from '../send.js';
import type { Surroundings } from '../surroundings.js';
import type { MintedToken, TokenRequest } from '../token-request.js';

const HOUR = 3_600_000;
const DAY = 24 * HOUR;
/** The least role that pushes to a branch that is not protected. */
const DEVELOPER = 30;

/**
 * A token of one project of GitLab: to read, a deploy token, which ends after an hour; to push, an access token, which GitLab
 * ends at midnight at the earliest, so that it should be revoked.
 * Source: https://docs.gitlab.com/api/deploy_tokens/, https://docs.gitlab.com/api/project_access_tokens/
 *
 * @throws MintFailure
 */
export async function mintGitLabToken(
  request: TokenRequest,
  secret: string,
  surroundings: Surroundings,
): Promise<MintedToken> {
  const kind = kindOf(request);
  const folder = folderOf(request);
  const ask = asker(request, secret, surroundings);
  const remove = ({ id }: ListedToken) => ask('DELETE', `${folder}/${encodeURIComponent(id)}`);
  await sweep(() => listed(ask('GET', `${folder}?per_page=100`)), remove, surroundings);
  const now = surroundings.now();
  return minted(request, kind, await ask('POST', folder, kind.body(now, surroundings.random())), now);
}

/** @throws MintFailure */
export async function revokeGitLabToken(request: TokenRequest, id: string, secret: string, surroundings: Surroundings) {
  await asker(request, secret, surroundings)('DELETE', `${folderOf(request)}/${encodeURIComponent(id)}`);
}

const kindOf = ({ access }: TokenRequest): TokenKind => (access === 'write' ? accessToken : deployToken);

const folderOf = (request: TokenRequest): string =>
  `${request.apiUrl}/projects/${encodeURIComponent(request.path)}/${kindOf(request).folder}`;

const asker =
  (request: TokenRequest, secret: string, surroundings: Surroundings) =>
  (method: ApiQuestion['method'], url: string, body?: object): Promise<ApiAnswer> =>
    askApi({ ...common(request, secret), method, url, ...(body && { body }) }, surroundings);

function common({ path }: TokenRequest, secret: string) {
  return {
    headers: { 'private-token': secret },
    what: path,
    secrets: [secret],
    meanings: {
      400: 'it does not make such tokens for this project',
      401: 'it does not accept the token of tokenRef; check that it has not expired',
      403: 'the token of tokenRef may not make tokens of this project; it needs the scope api and the role Maintainer',
      404: 'there is no such project, or the token of tokenRef may not see it',
      422: 'it does not make such tokens for this project',
    },
  };
}

interface TokenKind {
  readonly folder: string;
  readonly scopes: readonly string[];
  body(now: number, random: string): object;
  /** When it ends, as `expires_at` of the answer says. */
  ends(value: unknown): unknown;
}

const deployToken: TokenKind = {
  folder: 'deploy_tokens',
  scopes: ['read_repository'],
  body: (now, random) => ({
    name: hostTokenName(now + HOUR, random),
    scopes: ['read_repository'],
    expires_at: new Date(now + HOUR).toISOString(),
  }),
  ends: (value) => value,
};

/** It ends at midnight of its date, so tomorrow's unless that is too soon. */
const accessToken: TokenKind = {
  folder: 'access_tokens',
  scopes: ['write_repository'],
  body: (now, random) => {
    const date = new Date(now + DAY + 2 * HOUR).toISOString().slice(0, 10);
    return {
      name: hostTokenName(Date.parse(date), random),
      scopes: ['write_repository'],
      access_level: DEVELOPER,
      expires_at: date,
    };
  },
  ends: (value) => (typeof value === 'string' ? `${value.slice(0, 10)}T00:00:00Z` : value),
};

function minted(
  { apiUrl, path }: TokenRequest,
  kind: TokenKind,
  { body, headers }: ApiAnswer,
  now: number,
): MintedToken {
  const { origin } = new URL(apiUrl);
  const { token, username, expires_at: ends, scopes, id } = fieldsOf(body);
  if (!['number', 'string'].includes(typeof id)) throw unlike(origin, 'has no token that could be revoked');
  const given = Array.isArray(scopes) ? scopes.map(String) : [];
  if (given.some((scope) => !kind.scopes.includes(scope)))
    throw unlike(origin, 'has a token with more scopes than were asked for');
  const text = grantedToken(token, origin);
  const expiresAt = grantedExpiry(kind.ends(ends), origin, now, aheadOf(headers.date, now));
  if (expiresAt > now + 3 * DAY) throw never(`${origin} has a token for ${path} that does not end within three days`);
  const user = username === undefined ? 'kubetask' : grantedUser(username, origin);
  return { username: user, token: text, expiresAt, id: String(id) };
}

async function listed(asked: Promise<ApiAnswer>): Promise<ListedToken[]> {
  const { body } = await asked;
  return (Array.isArray(body) ? body : []).flatMap((one) => {
    const { id, name, revoked } = fieldsOf(one);
    return typeof name === 'string' && revoked !== true ? [{ id: String(id), name }] : [];
  });
}
