import { afterAll, beforeAll, beforeEach, describe, expect, test } from '@jest/globals';
import { revokeToken } from '../mint.js';
import { realSurroundings } from '../surroundings.js';
import { readToken } from '../token-folder.js';
import type { TokenRequest } from '../token-request.js';
import { type Bench, makeBench, requestOf } from './bench.js';
import { type Listening, listen, type Reply, type Seen } from './listen.js';

const key = 'glpat-CANARYCANARYCANARY';
let bench: Bench;
let gitlab: Listening;
const seen: Seen[] = [];
/** By id; of the project group/sub/project. */
const tokens = new Map<number, { name: string; body: Seen['body'] }>();
let changed: (answer: Record<string, unknown>) => Reply = (body) => ({ status: 201, body });

const project = /^\/api\/v4\/projects\/group%2Fsub%2Fproject\/(deploy_tokens|access_tokens)(?:\/(\d+))?(\?.*)?$/;

function answer(request: Seen): Reply {
  seen.push(request);
  const [, kind, id] = project.exec(request.path) ?? [];
  if (request.headers['private-token'] !== key) return { status: 401, body: { message: '401 Unauthorized' } };
  if (kind === undefined) return { status: 404, body: { message: '404 Project Not Found' } };
  if (request.method === 'GET')
    return { status: 200, body: [...tokens].map(([number, { name }]) => ({ id: number, name })) };
  if (request.method === 'DELETE') return { status: tokens.delete(Number(id)) ? 204 : 404 };
  return create(kind, request.body);
}

function create(kind: string, body: Seen['body']): Reply {
  const id = tokens.size + 100;
  tokens.set(id, { name: String(body['name']), body });
  const username = kind === 'deploy_tokens' ? { username: `gitlab+deploy-token-${id}` } : {};
  return changed({
    id,
    ...username,
    token: `gldt-${'x'.repeat(20)}`,
    scopes: body['scopes'],
    expires_at: body['expires_at'],
  });
}

beforeAll(async () => {
  bench = makeBench();
  gitlab = await listen(answer);
});
afterAll(async () => {
  await gitlab.close();
  bench.close();
});
beforeEach(() => {
  bench.writeKey(key);
  tokens.clear();
  seen.length = 0;
  changed = (body) => ({ status: 201, body });
});

const own = (request: Partial<TokenRequest> = {}): Partial<TokenRequest> => ({
  apiUrl: `${gitlab.url}/api/v4`,
  path: 'group/sub/project',
  host: { type: 'gitlab' },
  ...request,
});

test('to read: a deploy token of the project that ends after an hour', async () => {
  const { exitCode, log } = await bench.mint(own());
  expect({ exitCode, log }).toEqual({ exitCode: 0, log: [] });
  const body = tokens.get(100)?.body ?? {};
  expect(body['scopes']).toEqual(['read_repository']);
  expect(Date.parse(String(body['expires_at'])) - Date.now()).toBeLessThanOrEqual(3_600_000);
  expect(bench.read('username')).toBe('gitlab+deploy-token-100');
});

test('to push: an access token of a Developer that ends within 26 hours, and can be revoked', async () => {
  await bench.mint(own({ access: 'write' }));
  const body = tokens.get(100)?.body ?? {};
  expect(body).toMatchObject({ scopes: ['write_repository'], access_level: 30 });
  const hours = (Number(bench.read('expires')) * 1000 - Date.now()) / 3_600_000;
  expect(Math.floor(hours)).toBeGreaterThanOrEqual(1);
  expect(Math.floor(hours)).toBeLessThan(26);
  const request = requestOf(bench.folder, own({ access: 'write' }));
  await revokeToken(request, readToken(request) ?? { username: '', token: '', expiresAt: 0 }, realSurroundings);
  expect(tokens.size).toBe(0);
});

test('tokens of ours that have ended are removed, and no others', async () => {
  const body = {};
  tokens.set(1, { name: 'kubetask-1000000000-00ff', body });
  tokens.set(2, { name: 'kubetask-9999999999-00ff', body });
  tokens.set(3, { name: 'deploy', body });
  await bench.mint(own());
  expect([...tokens.keys()].slice(0, 2)).toEqual([2, 3]);
});

describe('refused', () => {
  const cases: Record<
    string,
    { request?: Partial<TokenRequest>; key?: string; answer?: typeof changed; want: RegExp }
  > = {
    'a wrong key': { key: 'glpat-wrong', want: /401 \(401 Unauthorized\): it does not accept the token of tokenRef/ },
    'another project': {
      request: { path: 'group/other' },
      want: /404 \(404 Project Not Found\): there is no such project/,
    },
    'a key that may not': {
      answer: () => ({ status: 403, body: { error: 'insufficient_scope', error_description: `no ${key}` } }),
      want: /403 \(no \*\*\*\): the token of tokenRef may not make tokens of this project; it needs the scope api/,
    },
    'a token that never ends': {
      answer: (body) => ({ status: 201, body: { ...body, expires_at: null } }),
      want: /does not say when the token ends/,
    },
    'more scopes': {
      answer: (body) => ({ status: 201, body: { ...body, scopes: ['api'] } }),
      want: /more scopes than were asked for/,
    },
    'a user name with a line end': {
      answer: (body) => ({ status: 201, body: { ...body, username: 'a\nhost=evil' } }),
      want: /has no user name/,
    },
    'two lines as the key': { key: `${key}\nx`, want: /more than one line/ },
  };
  test.each(Object.entries(cases))('%s', async (_, { request, key: text = key, answer: other, want }) => {
    bench.writeKey(text);
    if (other) changed = other;
    const { exitCode, message } = await bench.mint(own(request));
    expect(exitCode).toBe(42);
    expect(message).toMatch(want);
    expect(message).not.toContain('CANARY');
  });
});
