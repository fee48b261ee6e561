import { type ApiQuestion, askApi } from '../ask-api.js';
import { fieldsOf, grantedToken } from '../granted.js';
import { hostTokenName, type ListedToken, sweep } from '../host-token-name.js';
import type { ApiAnswer } from '../send.js';
import type { Surroundings } from '../surroundings.js';
import type { Gitea, MintedToken, TokenRequest } from '../token-request.js';

const HOUR = 3_600_000;

type Request = TokenRequest & { readonly host: Gitea };

/**
 * A token of a user of Gitea or Forgejo. It never ends by itself, so it is only for Pods that revoke it. Forgejo makes it for one
 * repository; Gitea does not know that field, and its token can do with all repositories what its user can.
 * Source: https://docs.gitea.com/development/api-usage, https://forgejo.org/docs/latest/user/token-scope/
 *
 * @throws MintFailure
 */
export async function mintGiteaToken(
  request: Request,
  password: string,
  surroundings: Surroundings,
): Promise<MintedToken> {
  const { apiUrl, host, access, path } = request;
  const folder = folderOf(request);
  const ask = asker(request, password, surroundings);
  const remove = ({ id }: ListedToken) => ask('DELETE', `${folder}/${encodeURIComponent(id)}`);
  await sweep(() => listed(ask('GET', `${folder}?limit=50`)), remove, surroundings);
  const expiresAt = surroundings.now() + HOUR;
  const [owner, name] = path.split('/');
  const { body } = await ask('POST', folder, {
    name: hostTokenName(expiresAt, surroundings.random()),
    scopes: [`${access}:repository`],
    repositories: [{ owner, name }],
  });
  const { sha1, id, repositories } = fieldsOf(body);
  const { origin } = new URL(apiUrl);
  const token = grantedToken(sha1, origin);
  return {
    username: host.username,
    token,
    expiresAt,
    id: String(id),
    ...(Array.isArray(repositories) && repositories.length === 1
      ? {}
      : {
          note: `${origin} has no tokens for one repository: this one can ${access} every repository that ${host.username} can`,
        }),
  };
}

/** @throws MintFailure */
export async function revokeGiteaToken(request: Request, id: string, password: string, surroundings: Surroundings) {
  await asker(request, password, surroundings)('DELETE', `${folderOf(request)}/${encodeURIComponent(id)}`);
}

const folderOf = ({ apiUrl, host }: Request): string => `${apiUrl}/users/${encodeURIComponent(host.username)}/tokens`;

const asker =
  (request: Request, password: string, surroundings: Surroundings) =>
  (method: ApiQuestion['method'], url: string, body?: object): Promise<ApiAnswer> =>
    askApi({ ...common(request, password), method, url, ...(body && { body }) }, surroundings);

function common({ path, host }: Request, password: string) {
  const login = Buffer.from(`${host.username}:${password}`).toString('base64');
  return {
    headers: { authorization: `Basic ${login}` },
    what: path,
    secrets: [password, login],
    meanings: {
      401: `it does not accept the password of ${host.username} in passwordRef; a user with two-factor authentication cannot make tokens`,
      403: `${host.username} may not make tokens`,
      404: `there is no user ${host.username}, or no such repository`,
      422: 'it does not make such tokens',
    },
  };
}

async function listed(asked: Promise<ApiAnswer>): Promise<ListedToken[]> {
  const { body } = await asked;
  return (Array.isArray(body) ? body : []).flatMap((one) => {
    const { id, name } = fieldsOf(one);
    return typeof name === 'string' ? [{ id: String(id), name }] : [];
  });
}
