import { afterAll, beforeAll, beforeEach, expect, test } from '@jest/globals';
import { revokeToken } from '../mint.js';
import { realSurroundings } from '../surroundings.js';
import { readToken } from '../token-folder.js';
import type { TokenRequest } from '../token-request.js';
import { type Bench, makeBench, requestOf } from './bench.js';
import { type Listening, listen, type Reply, type Seen } from './listen.js';

const password = 'pass:word canary';
const login = `Basic ${Buffer.from(`bot:${password}`).toString('base64')}`;
let bench: Bench;
let gitea: Listening;
let isForgejo = false;
const tokens = new Map<number, Seen['body']>();

function answer({ method, path, headers, body }: Seen): Reply {
  const [, id] = /^\/api\/v1\/users\/bot\/tokens(?:\/(\d+))?(?:\?.*)?$/.exec(path) ?? [];
  if (headers.authorization !== login)
    return { status: 401, body: { message: `user does not exist ${headers.authorization}` } };
  if (method === 'GET') return { status: 200, body: [...tokens].map(([number, { name }]) => ({ id: number, name })) };
  if (method === 'DELETE') return { status: tokens.delete(Number(id)) ? 204 : 404 };
  tokens.set(tokens.size + 7, body);
  const repositories = isForgejo ? { repositories: body['repositories'] } : {};
  return { status: 201, body: { id: tokens.size + 6, name: body['name'], sha1: 'f'.repeat(40), ...repositories } };
}

beforeAll(async () => {
  bench = makeBench();
  gitea = await listen(answer);
});
afterAll(async () => {
  await gitea.close();
  bench.close();
});
beforeEach(() => {
  bench.writeKey(password);
  tokens.clear();
  isForgejo = false;
});

const own = (request: Partial<TokenRequest> = {}): Partial<TokenRequest> => ({
  apiUrl: `${gitea.url}/api/v1`,
  host: { type: 'gitea', username: 'bot' },
  refresh: true,
  ...request,
});

test('Forgejo: a token for the repository alone', async () => {
  isForgejo = true;
  const { exitCode, message } = await bench.mint(own({ access: 'write' }));
  expect({ exitCode, message }).toEqual({ exitCode: 0, message: '' });
  expect([...tokens.values()]).toMatchObject([
    { scopes: ['write:repository'], repositories: [{ owner: 'acme', name: 'api' }] },
  ]);
  expect(bench.read('username')).toBe('bot');
});

test('Gitea: a token for all repositories, which it says; and it is revoked', async () => {
  const { message } = await bench.mint(own());
  expect(message).toMatch(
    /^note: .* has no tokens for one repository: this one can read every repository that bot can$/,
  );
  const request = requestOf(bench.folder, own());
  await revokeToken(request, readToken(request) ?? { username: '', token: '', expiresAt: 0 }, realSurroundings);
  expect(tokens.size).toBe(0);
});

test('a wrong password: said once, and not repeated', async () => {
  bench.writeKey('wrong-canary');
  const { exitCode, message } = await bench.mint(own());
  expect(exitCode).toBe(42);
  expect(message).toMatch(/401 \(user does not exist Basic \*\*\*\): it does not accept the password of bot/);
});
