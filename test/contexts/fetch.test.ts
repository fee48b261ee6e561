import { spawn } from 'node:child_process';
import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from '@jest/globals';
import { type HttpsServer, startHttpsServer } from './https-server.js';

const program = new URL('../../images/fetch/fetch.mjs', import.meta.url).pathname;
const secret = 'Bearer canary-token';

interface Answer {
  readonly status?: number;
  readonly headers?: Record<string, string>;
  readonly body?: string;
}

const answers: Record<string, Answer> = {
  '/text': { body: 'Fix the build.\n' },
  '/json': { body: '{"items":[{"body":"first"},{"n":[1,2]}],"a/b":{"~":"odd"}}' },
  '/large': { body: 'x'.repeat(100) },
  '/gone': { status: 404, body: 'no' },
  '/to-text': { status: 302, headers: { location: '/text' } },
  '/to-http': { status: 302, headers: { location: 'http://localhost:1/' } },
  '/to-metadata': { status: 307, headers: { location: 'https://169.254.169.254/latest' } },
  '/loop': { status: 302, headers: { location: '/loop' } },
};

const answerTo = (path: string): Answer =>
  path === '/to-other'
    ? { status: 302, headers: { location: `${other.url}/text` } }
    : (answers[path.split('?')[0] ?? ''] ?? { status: 500 });

let server: HttpsServer;
let other: HttpsServer;
let folder: string;
beforeAll(async () => {
  server = await startHttpsServer((request, response) => {
    if (request.url === '/silent') return;
    const { status = 200, headers = {}, body } = answerTo(request.url ?? '');
    response.writeHead(status, headers).end(body);
  });
  other = await startHttpsServer((_, response) => response.end('other'));
  folder = mkdtempSync(join(tmpdir(), 'fetch-'));
  writeFileSync(join(folder, 'ca.pem'), server.caPem + other.caPem);
});
beforeEach(() => {
  server.requests.length = 0;
});
afterAll(async () => {
  await server.close();
  await other.close();
  rmSync(folder, { recursive: true });
});

/** Runs the program as its container does. */
async function fetchText(env: Record<string, string>) {
  const own = mkdtempSync(join(folder, 'run-'));
  const [target, message] = [join(own, 'parts/000/000'), join(own, 'message')];
  const child = spawn(process.execPath, [program], {
    env: {
      NODE_EXTRA_CA_CERTS: join(folder, 'ca.pem'),
      KUBETASK_MESSAGE: message,
      FETCH_TARGET: target,
      FETCH_MAX_BYTES: '1000',
      FETCH_TIMEOUT_SECONDS: '20',
      FETCH_ALLOW_PRIVATE: 'true',
      FETCH_HEADER_0_NAME: 'authorization',
      FETCH_HEADER_0_VALUE: `${secret}\n`,
      ...env,
    },
    stdio: ['ignore', 'ignore', 'pipe'],
  });
  const log: Buffer[] = [];
  child.stderr.on('data', (chunk) => log.push(chunk));
  const exitCode = await new Promise<number | null>((resolve) => child.once('close', resolve));
  const textAt = (path: string) => (existsSync(path) ? readFileSync(path, 'utf8') : undefined);
  return { exitCode, text: textAt(target), message: textAt(message), log: Buffer.concat(log).toString() };
}

describe('a text that arrives', () => {
  const cases: Record<string, { path: string; env?: Record<string, string>; want: string }> = {
    'no pointer: the whole body': { path: '/text', want: 'Fix the build.\n' },
    'a pointer to a string: the string': {
      path: '/json',
      env: { FETCH_JSON_POINTER: '/items/0/body' },
      want: 'first',
    },
    'a pointer to a list: as JSON': {
      path: '/json',
      env: { FETCH_JSON_POINTER: '/items/1/n' },
      want: '[\n  1,\n  2\n]\n',
    },
    'a pointer with both escapes: resolved': { path: '/json', env: { FETCH_JSON_POINTER: '/a~1b/~0' }, want: 'odd' },
    'exactly maxBytes: kept': { path: '/large', env: { FETCH_MAX_BYTES: '100' }, want: 'x'.repeat(100) },
    'a redirect on the same origin: followed': { path: '/to-text', want: 'Fix the build.\n' },
  };
  test.each(Object.entries(cases))('%s', async (_, { path, env = {}, want }) => {
    const { exitCode, text, message } = await fetchText({ FETCH_URL: server.url + path, ...env });
    expect({ exitCode, text, message }).toEqual({ exitCode: 0, text: want, message: undefined });
  });
});

describe('a text that does not arrive', () => {
  const cases: Record<string, { path: string; env?: Record<string, string>; want: RegExp }> = {
    '404: the error names URL and status': {
      path: '/gone',
      want: /^cannot fetch https:\/\/localhost:\d+\/gone: .* answered 404$/,
    },
    'one byte too many: the error names the limit': {
      path: '/large',
      env: { FETCH_MAX_BYTES: '99' },
      want: /the answer has more than maxBytes \(99\) bytes$/,
    },
    'no JSON under a pointer: the error says so': {
      path: '/text',
      env: { FETCH_JSON_POINTER: '/a' },
      want: /the answer is not JSON, and jsonPointer needs JSON$/,
    },
    'a pointer to an absent value: the error names it': {
      path: '/json',
      env: { FETCH_JSON_POINTER: '/items/7' },
      want: /the answer has nothing at jsonPointer \/items\/7$/,
    },
    'a pointer to an inherited property: absent': {
      path: '/json',
      env: { FETCH_JSON_POINTER: '/__proto__' },
      want: /nothing at jsonPointer/,
    },
    'endless redirects: five are followed': { path: '/loop', want: /more than 5 redirects$/ },
    'a redirect to http: refused': {
      path: '/to-http',
      want: /http:\/\/localhost:1\/ is not https; give an https URL$/,
    },
    'no answer: the error names the time limit': {
      path: '/silent',
      env: { FETCH_TIMEOUT_SECONDS: '1' },
      want: /no whole answer within 1 s$/,
    },
    'a secret in the query: not in the error': {
      path: '/gone?key=canary',
      want: /\/gone answered 404$/,
    },
  };
  test.each(Object.entries(cases))('%s', async (_, { path, env = {}, want }) => {
    const { exitCode, text, message = '', log } = await fetchText({ FETCH_URL: server.url + path, ...env });
    expect({ exitCode, text }).toEqual({ exitCode: 1, text: undefined });
    expect(message).toMatch(want);
    expect(message + log).not.toMatch(/canary/);
  });
});

describe('private addresses', () => {
  const cases: Record<string, { url: () => string; env?: Record<string, string>; want: RegExp }> = {
    'a name that resolves to loopback: refused': {
      url: () => `${server.url}/text`,
      env: { FETCH_ALLOW_PRIVATE: '' },
      want: /localhost is the private address (127\.0\.0\.1|::1); set allowPrivate to permit it$/,
    },
    'a literal address: refused': {
      url: () => 'https://10.0.0.1/text',
      env: { FETCH_ALLOW_PRIVATE: '' },
      want: /10\.0\.0\.1 is a private address/,
    },
    'a literal IPv6 address that maps IPv4: refused': {
      url: () => 'https://[::ffff:127.0.0.1]/text',
      env: { FETCH_ALLOW_PRIVATE: '' },
      want: /is a private address/,
    },
    'an address written as one number: refused': {
      url: () => 'https://2130706433/text',
      env: { FETCH_ALLOW_PRIVATE: '' },
      want: /127\.0\.0\.1 is a private address/,
    },
    'optional: a refusal still fails the task': {
      url: () => 'https://169.254.169.254/latest',
      env: { FETCH_ALLOW_PRIVATE: '', FETCH_OPTIONAL: 'true' },
      want: /169\.254\.169\.254 is a private address/,
    },
  };
  test.each(Object.entries(cases))('%s', async (_, { url, env = {}, want }) => {
    const { exitCode, message } = await fetchText({ FETCH_URL: url(), ...env });
    expect(exitCode).toBe(1);
    expect(message).toMatch(want);
  });
});

test('optional and absent: no file, exit code 0, the reason in the log', async () => {
  const { exitCode, text, log } = await fetchText({ FETCH_URL: `${server.url}/gone`, FETCH_OPTIONAL: 'true' });
  expect({ exitCode, text }).toEqual({ exitCode: 0, text: undefined });
  expect(log).toMatch(/answered 404; the context is optional, so its text is empty/);
});

test('headers: sent to the first origin, without the newline of the Secret, and to no other origin', async () => {
  await fetchText({ FETCH_URL: `${server.url}/to-other` });
  expect(server.requests.map(({ headers }) => headers.authorization)).toEqual([secret]);
  expect(other.requests.map(({ headers }) => headers.authorization)).toEqual([undefined]);
});

let isPrivateAddress: (address: string) => boolean;
let proxyFor: (url: URL, env: Record<string, string>) => URL | undefined;
beforeAll(async () => {
  ({ isPrivateAddress, proxyFor } = await import(program));
});

test.each([
  '0.0.0.0',
  '10.1.2.3',
  '100.64.0.1',
  '127.0.0.1',
  '169.254.169.254',
  '172.31.255.255',
  '192.168.1.1',
  '224.0.0.1',
  '255.255.255.255',
  '::',
  '::1',
  'fc00::1',
  'fe80::1',
  'ff02::1',
  '::ffff:8.8.8.8',
  '64:ff9b::a00:1',
  '2002:a00:1::',
  '2001:db8::1',
])('%s is private', (address) => expect(isPrivateAddress(address)).toBe(true));

test.each(['1.1.1.1', '172.32.0.1', '100.128.0.1', '193.0.0.1', '2606:4700::1111', '2a00:1450::1'])(
  '%s is public',
  (address) => expect(isPrivateAddress(address)).toBe(false),
);

describe('the proxy', () => {
  const cases: Record<string, { env: Record<string, string>; want: string | undefined }> = {
    'no proxy: direct': { env: {}, want: undefined },
    'HTTPS_PROXY: used': { env: { HTTPS_PROXY: 'http://proxy:3128' }, want: 'http://proxy:3128/' },
    'the host in NO_PROXY: direct': {
      env: { HTTPS_PROXY: 'http://proxy:3128', NO_PROXY: 'a, api.example.com' },
      want: undefined,
    },
    'its domain in NO_PROXY: direct': {
      env: { HTTPS_PROXY: 'http://proxy:3128', NO_PROXY: '.example.com' },
      want: undefined,
    },
    'a name that only has the same suffix: used': {
      env: { HTTPS_PROXY: 'http://proxy:3128', NO_PROXY: 'ple.com' },
      want: 'http://proxy:3128/',
    },
  };
  test.each(Object.entries(cases))('%s', (_, { env, want }) => {
    expect(proxyFor(new URL('https://api.example.com/'), env)?.href).toBe(want);
  });
});
