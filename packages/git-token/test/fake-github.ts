import { type KeyObject, verify } from 'node:crypto';
import { listen, type Reply, type Seen } from './listen.js';

/** A token that the server has given out. */
export interface GivenToken {
  readonly token: string;
  readonly repository: string;
  readonly contents: string;
  isRevoked: boolean;
}

/** What a test changes of an otherwise well-behaved server. */
export interface GitHubFaults {
  /** Milliseconds by which its clock is ahead of this machine's. */
  ahead: number;
  /** Answers in place of the server, one request each. */
  replies: ((seen: Seen) => Reply)[];
  /** Changes an answer with a token. */
  grant: (answer: Record<string, unknown>) => unknown;
}

export interface FakeGitHub {
  readonly url: string;
  readonly tokens: GivenToken[];
  readonly seen: Seen[];
  readonly faults: GitHubFaults;
  readonly close: () => Promise<void>;
}

interface App {
  readonly appId: string;
  readonly publicKey: KeyObject;
  readonly installationId: number;
  /** `owner/name`. */
  readonly repositories: readonly string[];
  readonly permissions: Readonly<Record<string, string>>;
}

export const noFaults = (): GitHubFaults => ({ ahead: 0, replies: [], grant: (answer) => answer });

/** GitHub's API for one App with one installation. It checks the proof of the App as GitHub does. */
export async function startFakeGitHub(app: App): Promise<FakeGitHub> {
  const tokens: GivenToken[] = [];
  const seen: Seen[] = [];
  const faults = noFaults();
  const { url, close } = await listen((request) => {
    seen.push(request);
    const now = Date.now() + faults.ahead;
    const reply = faults.replies.shift()?.(request) ?? answer(request, app, tokens, faults, now);
    return { ...reply, headers: { date: new Date(now).toUTCString(), ...reply.headers } };
  });
  return { url, tokens, seen, faults, close };
}

function answer(request: Seen, app: App, tokens: GivenToken[], faults: GitHubFaults, now: number): Reply {
  const bearer = /^Bearer (.+)$/.exec(request.headers.authorization ?? '')?.[1] ?? '';
  if (request.method === 'DELETE' && request.path === '/installation/token') return revoke(bearer, tokens);
  const problem = jwtProblem(bearer, app, now);
  if (problem) return { status: 401, body: { message: problem, documentation_url: 'https://docs.github.com/rest' } };
  const [, installation] = /^\/app\/installations\/(\d+)\/access_tokens$/.exec(request.path) ?? [];
  if (request.method !== 'POST' || Number(installation) !== app.installationId)
    return { status: 404, body: { message: 'Not Found' } };
  return grant(request.body, app, tokens, faults, now);
}

function revoke(bearer: string, tokens: readonly GivenToken[]): Reply {
  const found = tokens.find(({ token, isRevoked }) => token === bearer && !isRevoked);
  if (!found) return { status: 401, body: { message: 'Bad credentials' } };
  found.isRevoked = true;
  return { status: 204 };
}

const SUFFIX = 'must be a numeric value representing the future time at which the assertion expires';

/** In GitHub's words. */
export function jwtProblem(jwt: string, { appId, publicKey }: Pick<App, 'appId' | 'publicKey'>, now: number) {
  const [header = '', claims = '', signature = ''] = jwt.split('.');
  const signed = Buffer.from(`${header}.${claims}`);
  const undecodable = 'A JSON web token could not be decoded';
  if (JSON.parse(decoded(header) || '{}').alg !== 'RS256') return undecodable;
  if (!verify('RSA-SHA256', signed, publicKey, Buffer.from(signature, 'base64url'))) return undecodable;
  const { iat, exp, iss } = JSON.parse(decoded(claims)) as { iat: number; exp: number; iss: string };
  const seconds = now / 1000;
  if (iss !== appId) return "'Issuer' claim ('iss') must be an Integer";
  if (iat > seconds)
    return "'Issued at' claim ('iat') must be an Integer representing the time that the assertion was issued";
  if (exp < seconds) return `'Expiration time' claim ('exp') ${SUFFIX}`;
  return exp > seconds + 600 ? "'Expiration time' claim ('exp') is too far in the future" : undefined;
}

const decoded = (part: string): string => Buffer.from(part, 'base64url').toString();

function grant(
  body: Seen['body'],
  app: App,
  tokens: GivenToken[],
  { grant: changed }: GitHubFaults,
  now: number,
): Reply {
  const { repositories = [], permissions = {} } = body as {
    repositories?: string[];
    permissions?: Record<string, string>;
  };
  const found = repositories.map((name) => app.repositories.find((one) => one.split('/')[1] === name));
  if (repositories.length === 0 || found.includes(undefined))
    return {
      status: 422,
      body: {
        message:
          'There is at least one repository that does not exist or is not accessible to the parent installation.',
      },
    };
  const isGranted = ([name, level]: [string, string]) =>
    app.permissions[name] === 'write' || app.permissions[name] === level;
  if (!Object.entries(permissions).every(isGranted))
    return { status: 422, body: { message: 'The permissions requested are not granted to this installation.' } };
  const token = `ghs_${app.appId}_${'x'.repeat(60)}${tokens.length}`;
  const [repository = ''] = found;
  tokens.push({ token, repository, contents: permissions['contents'] ?? '', isRevoked: false });
  const answer = {
    token,
    expires_at: new Date(now + 3_600_000).toISOString(),
    permissions: { ...permissions, metadata: 'read' },
    repository_selection: 'selected',
    repositories: found.map((full_name) => ({ full_name })),
  };
  return { status: 201, body: changed(answer) };
}
