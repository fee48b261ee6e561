import { generateKeyPairSync } from 'node:crypto';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from '@jest/globals';
import { privateKey } from '../github/app-jwt.js';
import type { TokenRequest } from '../token-request.js';
import { type Bench, makeBench } from './bench.js';
import { type FakeGitHub, noFaults, startFakeGitHub } from './fake-github.js';
import type { Reply, Seen } from './listen.js';

const pair = () => generateKeyPairSync('rsa', { modulusLength: 2048 });
const pem = (key: ReturnType<typeof pair>['privateKey'], type: 'pkcs1' | 'pkcs8' = 'pkcs1') =>
  key.export({ type, format: 'pem' }).toString();
const { privateKey: own, publicKey } = pair();
const ownPem = pem(own);
const foreignPem = pem(pair().privateKey);

let bench: Bench;
let github: FakeGitHub;
beforeAll(async () => {
  bench = makeBench();
  github = await startFakeGitHub({
    appId: '12',
    publicKey,
    installationId: 34,
    repositories: ['acme/api', 'other/shared'],
    permissions: { contents: 'write', metadata: 'read', pull_requests: 'write' },
  });
});
afterAll(async () => {
  await github.close();
  bench.close();
});
beforeEach(() => {
  bench.writeKey(ownPem);
  Object.assign(github.faults, noFaults());
  github.tokens.length = 0;
  github.seen.length = 0;
});

const mint = (request: Partial<TokenRequest> = {}) => bench.mint({ apiUrl: github.url, ...request });
const app = (host: object) => ({
  host: { type: 'githubApp', appId: '12', installationId: 34, permissions: {}, ...host } as TokenRequest['host'],
});

test('a token to read: for this repository alone, and its folder has what git needs', async () => {
  const { exitCode, message, log } = await mint();
  expect({ exitCode, message, log }).toEqual({ exitCode: 0, message: '', log: [] });
  expect(github.tokens).toEqual([
    { token: bench.read('token'), repository: 'acme/api', contents: 'read', isRevoked: false },
  ]);
  expect(bench.read('username')).toBe('x-access-token');
  expect(bench.read('place')).toBe('https://github.com/acme/api');
  expect(Number(bench.read('expires')) * 1000 - Date.now()).toBeGreaterThan(3_500_000);
});

test('a token to push, with more permissions: these are asked for', async () => {
  await mint({ access: 'write', ...app({ permissions: { pull_requests: 'write' } }) });
  expect(github.seen[0]?.body).toEqual({
    repositories: ['api'],
    permissions: { contents: 'write', pull_requests: 'write' },
  });
});

describe('spellings of the private key that work', () => {
  const spellings: Record<string, string> = {
    'PKCS #8': pem(own, 'pkcs8'),
    'line ends of Windows': ownPem.replaceAll('\n', '\r\n'),
    'line ends written out': ownPem.replaceAll('\n', '\\n'),
    'a byte order mark, blanks around it': `\ufeff  ${ownPem}\n\n`,
  };
  test.each(Object.entries(spellings))('%s', (_, text) => expect(privateKey(text).asymmetricKeyType).toBe('rsa'));
});

describe('a clock that is wrong', () => {
  const cases: Record<string, { ahead: number; want: number; said: RegExp }> = {
    '20 minutes behind: the clock of GitHub counts': {
      ahead: 1_200_000,
      want: 0,
      said: /(1199|1200) s behind that of 127/,
    },
    '20 minutes ahead: the same': { ahead: -1_200_000, want: 0, said: /(1200|1201) s ahead of that of 127/ },
    'a day behind: later, on another node': {
      ahead: 86_400_000,
      want: 75,
      said: /(86399|86400) s behind .*set it right/,
    },
  };
  test.each(Object.entries(cases))('%s', async (_, { ahead, want, said }) => {
    github.faults.ahead = ahead;
    const { exitCode, log } = await mint();
    expect(exitCode).toBe(want);
    expect(log.join('\n')).toMatch(said);
    // By the clock of this machine.
    expect(want === 0 ? Number(bench.read('expires')) * 1000 - Date.now() : 3_600_000).toBeGreaterThan(3_500_000);
  });
});

interface Refusal {
  readonly request?: Partial<TokenRequest>;
  readonly key?: string;
  readonly want: RegExp;
}

describe('what somebody has to change: exit code 42, asked once', () => {
  const cases: Record<string, Refusal> = {
    'the key of another App': {
      key: foreignPem,
      want: /^no token for acme\/api: .* answers 401 \(A JSON web token could not be decoded\): it does not accept the proof of the App 12; check appId/,
    },
    'another App': { request: app({ appId: '13' }), want: /401 .*proof of the App 13/ },
    'an installation that does not exist': {
      request: app({ installationId: 35 }),
      want: /404 \(Not Found\): the App 12 has no installation 35/,
    },
    'a repository that the installation does not have': {
      request: { path: 'acme/web' },
      want: /no token for acme\/web: .*422 .*does not have this repository, or not the permissions contents: read/,
    },
    'a repository of that name, but of another owner': {
      request: { path: 'acme/shared' },
      want: /a token for another repository than acme\/shared: the installation belongs to another owner/,
    },
    'a permission that the App does not have': {
      request: app({ permissions: { workflows: 'write' } }),
      want: /422 .*workflows: write, contents: read; grant them/,
    },
    'no key': { key: 'not a key', want: /the key of privateKeyRef is not a private key of a GitHub App/ },
    'an empty key': { key: '\n', want: /the key of gitTokens app is empty/ },
    'a key with a passphrase': { key: '-----BEGIN ENCRYPTED PRIVATE KEY-----\n', want: /has a passphrase/ },
    'a key that is not of RSA': {
      key: generateKeyPairSync('ed25519').privateKey.export({ type: 'pkcs8', format: 'pem' }).toString(),
      want: /is not a private key of a GitHub App/,
    },
  };
  test.each(Object.entries(cases))('%s', async (_, { request, key = ownPem, want }) => {
    bench.writeKey(key);
    const { exitCode, message, waits } = await mint(request);
    expect({ exitCode, waits }).toEqual({ exitCode: 42, waits: [] });
    expect(message).toMatch(want);
    expect(bench.read('token')).toBe('');
  });
});

const repeat = (times: number, reply: Reply) => Array.from({ length: times }, () => () => reply);

describe('answers that are not as they should be', () => {
  const cases: Record<string, { replies: ((seen: Seen) => Reply)[]; want: number; said: RegExp; waits: number[] }> = {
    'a server error once: tried again': {
      replies: repeat(1, { status: 502, body: '<html>' }),
      want: 0,
      said: /^attempt 1: no token for acme\/api: .* answers 502$/,
      waits: [2000],
    },
    'a server error for long: later': {
      replies: repeat(3, { status: 500, body: {} }),
      want: 75,
      said: /answers 500/,
      waits: [2000, 4000],
    },
    'a short wait: waited for': {
      replies: repeat(1, { status: 429, headers: { 'retry-after': '7' } }),
      want: 0,
      said: /too many requests/,
      waits: [7000],
    },
    'a long wait: later, and the controller knows when': {
      replies: repeat(1, {
        status: 403,
        body: { message: 'You have exceeded a secondary rate limit' },
        headers: { 'retry-after': '120' },
      }),
      want: 75,
      said: /secondary rate limit.*too many requests; it wants to be asked again in 120 s \(retryAfter: 120\)$/,
      waits: [],
    },
    'no requests left: later': {
      replies: repeat(1, {
        status: 403,
        headers: { 'x-ratelimit-remaining': '0', 'x-ratelimit-reset': String(Math.floor(Date.now() / 1000) + 900) },
      }),
      want: 75,
      said: /\(retryAfter: (89\d|900)\)$/,
      waits: [],
    },
    'forbidden without a limit: never': {
      replies: repeat(1, { status: 403, body: { message: 'This installation has been suspended' } }),
      want: 42,
      said: /suspended/,
      waits: [],
    },
    'a redirect: not followed': {
      replies: repeat(1, { status: 302, headers: { location: 'https://evil.example/take?x=1' } }),
      want: 42,
      said: /redirects to https:\/\/evil\.example, which is not followed with a key; give the address of the API itself in apiUrl$/,
      waits: [],
    },
    'a page in place of JSON': {
      replies: repeat(1, { status: 200, body: '<html>Log in</html>' }),
      want: 42,
      said: /has no token that git could send; check apiUrl/,
      waits: [],
    },
    'more than a mebibyte': {
      replies: repeat(1, { status: 200, body: 'x'.repeat(1_100_000) }),
      want: 42,
      said: /answers with more than 1048576 bytes/,
      waits: [],
    },
    'what repeats our proof, with escapes': {
      replies: [(seen) => ({ status: 400, body: { message: `\u001b[31mno\n${seen.headers.authorization}` } })],
      want: 42,
      said: /answers 400 \( ?\[31mno Bearer \*\*\*\)/,
      waits: [],
    },
  };
  test.each(Object.entries(cases))('%s', async (_, { replies, want, said, waits }) => {
    github.faults.replies = replies;
    const minted = await mint();
    expect({ exitCode: minted.exitCode, waits: minted.waits }).toEqual({ exitCode: want, waits });
    expect(minted.log.join('\n')).toMatch(said);
    expect(minted.log.join('\n')).not.toMatch(/eyJ|BEGIN|ghs_|\p{Cc}.\[/u);
  });
});

describe('tokens that are not what was asked for: never', () => {
  const cases: Record<string, { grant: (answer: Record<string, unknown>) => unknown; want: RegExp }> = {
    'for two repositories': {
      grant: (answer) => ({ ...answer, repositories: [{ full_name: 'acme/api' }, { full_name: 'acme/web' }] }),
      want: /a token that is not for acme\/api alone/,
    },
    'for all repositories': { grant: ({ repositories: _, ...rest }) => rest, want: /not for acme\/api alone/ },
    'that may write': {
      grant: (answer) => ({ ...answer, permissions: { contents: 'write' } }),
      want: /more permissions/,
    },
    'that may do more': {
      grant: (answer) => ({ ...answer, permissions: { contents: 'read', administration: 'read' } }),
      want: /more permissions/,
    },
    'with a line end': { grant: (answer) => ({ ...answer, token: 'abcdefgh\nhost=evil' }), want: /no token that git/ },
    'of an object': { grant: (answer) => ({ ...answer, token: {} }), want: /no token that git/ },
    'without an end': { grant: (answer) => ({ ...answer, expires_at: null }), want: /when the token ends/ },
    'that has ended': { grant: (answer) => ({ ...answer, expires_at: '2020-01-01T00:00:00Z' }), want: /ends at once/ },
    null: { grant: () => null, want: /no token that git/ },
  };
  test.each(Object.entries(cases))('%s', async (_, { grant, want }) => {
    github.faults.grant = grant;
    const { exitCode, message } = await mint();
    expect(exitCode).toBe(42);
    expect(message).toMatch(want);
    expect(bench.read('token')).toBe('');
  });
});

test('nobody answers: three attempts, then later', async () => {
  const { exitCode, message, waits } = await mint({ apiUrl: 'http://127.0.0.1:1' });
  expect({ exitCode, waits }).toEqual({ exitCode: 75, waits: [2000, 4000] });
  expect(message).toMatch(/^http:\/\/127\.0\.0\.1:1 cannot be reached: /);
});
