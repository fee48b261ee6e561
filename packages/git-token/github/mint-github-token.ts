import { type ApiQuestion, askApi } from '../ask-api.js';
import { aheadOf, fieldsOf, grantedExpiry, grantedToken, unlike } from '../granted.js';
import { later, MintFailure } from '../mint-failure.js';
import type { ApiAnswer } from '../send.js';
import type { Surroundings } from '../surroundings.js';
import type { GitHubApp, MintedToken, TokenRequest } from '../token-request.js';
import { appJwt, privateKey } from './app-jwt.js';

/** A clock that is further away is more likely to be wrong than the host's. */
const MOST_AHEAD = 3_600_000;

/**
 * A token of a GitHub App's installation for one repository, which ends after an hour. If the clock of this machine is wrong, the
 * App's proof is written by that of the host.
 * Source: https://docs.github.com/en/rest/apps/apps#create-an-installation-access-token-for-an-app
 *
 * @throws MintFailure
 */
export async function mintGitHubToken(
  request: TokenRequest & { readonly host: GitHubApp },
  pem: string,
  surroundings: Surroundings,
): Promise<MintedToken> {
  const key = privateKey(pem);
  const ask = (ahead: number) => {
    const jwt = appJwt(request.host.appId, key, surroundings.now() + ahead);
    return askApi(question(request, jwt), surroundings);
  };
  const answer = await byEitherClock(ask, surroundings, new URL(request.apiUrl).host);
  return minted(request, answer, surroundings);
}

function question(
  { apiUrl, path, access, host }: TokenRequest & { readonly host: GitHubApp },
  jwt: string,
): ApiQuestion {
  const { installationId, appId, permissions } = host;
  return {
    method: 'POST',
    url: `${apiUrl}/app/installations/${installationId}/access_tokens`,
    headers: { ...headers, authorization: `Bearer ${jwt}` },
    body: { repositories: [nameOf(path)], permissions: { ...permissions, contents: access } },
    what: path,
    secrets: [jwt],
    meanings: {
      401: `it does not accept the proof of the App ${appId}; check appId, and that the key of privateKeyRef is one of this App`,
      403: `the App ${appId} may not do this; check that its installation is not suspended`,
      404: `the App ${appId} has no installation ${installationId}; check installationId`,
      422: `the installation ${installationId} does not have this repository, or not the permissions ${Object.entries({
        ...permissions,
        contents: access,
      })
        .map((pair) => pair.join(': '))
        .join(', ')}; grant them to the App`,
    },
  };
}

const headers = { accept: 'application/vnd.github+json', 'x-github-api-version': '2022-11-28' };

const nameOf = (path: string): string => path.slice(path.indexOf('/') + 1);

/** GitHub rejects a proof from the future and one from the past, and says what time it is. */
async function byEitherClock(
  ask: (ahead: number) => Promise<ApiAnswer>,
  { log }: Surroundings,
  host: string,
): Promise<ApiAnswer> {
  try {
    return await ask(0);
  } catch (error) {
    const ahead = error instanceof MintFailure ? (error.ahead ?? 0) : 0;
    if (Math.abs(ahead) < 30_000) throw error;
    const seconds = Math.round(Math.abs(ahead) / 1000);
    const clock = `the clock of this node is ${seconds} s ${ahead > 0 ? 'behind' : 'ahead of'} that of ${host}`;
    if (Math.abs(ahead) > MOST_AHEAD) throw later(`no proof of the App can be written: ${clock}; set it right`);
    log(`note: ${clock}`);
    return ask(ahead);
  }
}

function minted(request: TokenRequest, answer: ApiAnswer, surroundings: Surroundings): MintedToken {
  const { apiUrl, path, access, host } = request;
  const { origin } = new URL(apiUrl);
  const { token, expires_at: ends, repositories, permissions } = fieldsOf(answer.body);
  const text = grantedToken(token, origin);
  const wanted = host.type === 'githubApp' ? { ...host.permissions, contents: access } : {};
  requireOnly(path, repositories, origin);
  requireNoMore(wanted, permissions, origin);
  const now = surroundings.now();
  return {
    username: 'x-access-token',
    token: text,
    expiresAt: grantedExpiry(ends, origin, now, aheadOf(answer.headers.date, now)),
  };
}

/** @throws MintFailure */
export async function revokeGitHubToken({ apiUrl, path }: TokenRequest, token: string, surroundings: Surroundings) {
  const authorization = `Bearer ${token}`;
  const asked = {
    method: 'DELETE',
    url: `${apiUrl}/installation/token`,
    headers: { ...headers, authorization },
  } as const;
  await askApi({ ...asked, what: path, secrets: [token], meanings: {} }, surroundings);
}

/** An installation of another owner may have a repository of the same name. */
function requireOnly(path: string, repositories: unknown, origin: string): void {
  const names = Array.isArray(repositories) ? repositories.map((one) => String(fieldsOf(one)['full_name'])) : [];
  if (names.length === 1 && names[0]?.toLowerCase() === path.toLowerCase()) return;
  throw unlike(
    origin,
    names.length === 1
      ? `has a token for another repository than ${path}: the installation belongs to another owner`
      : `has a token that is not for ${path} alone`,
  );
}

const levels = ['read', 'write', 'admin'];

/** GitHub adds that the metadata may be read. */
function requireNoMore(wanted: Readonly<Record<string, string>>, granted: unknown, origin: string): void {
  for (const [name, level] of Object.entries(fieldsOf(granted))) {
    const most = wanted[name] ?? (name === 'metadata' ? 'read' : undefined);
    if (most === undefined || levels.indexOf(String(level)) > levels.indexOf(most))
      throw unlike(origin, 'has a token with more permissions than were asked for');
  }
}
