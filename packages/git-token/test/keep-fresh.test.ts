import { generateKeyPairSync } from 'node:crypto';
import { afterEach, beforeEach, expect, test } from '@jest/globals';
import { keepFresh } from '../keep-fresh.js';
import { realSurroundings, type Surroundings } from '../surroundings.js';
import { type Bench, makeBench, requestOf } from './bench.js';
import { type FakeGitHub, startFakeGitHub } from './fake-github.js';

const { privateKey, publicKey } = generateKeyPairSync('rsa', { modulusLength: 2048 });
let bench: Bench;
let github: FakeGitHub;
beforeEach(async () => {
  bench = makeBench();
  bench.writeKey(privateKey.export({ type: 'pkcs1', format: 'pem' }).toString());
  const permissions = { contents: 'write' };
  github = await startFakeGitHub({
    appId: '12',
    publicKey,
    installationId: 34,
    repositories: ['acme/api'],
    permissions,
  });
});
afterEach(async () => {
  await github.close();
  bench.close();
});

/** Keeps the token fresh until a number of waits are over, each of which moves the clock of both sides. */
async function keep(waits: number) {
  const end = new AbortController();
  const log: string[] = [];
  const seen: { seconds: number; token: string }[] = [];
  const wait: Surroundings['wait'] = async (milliseconds) => {
    seen.push({ seconds: Math.round(milliseconds / 60_000), token: bench.read('token') });
    github.faults.ahead += milliseconds;
    if (seen.length === waits) end.abort();
  };
  const now = () => Date.now() + github.faults.ahead;
  const surroundings = { ...realSurroundings, log: (line: string) => log.push(line), wait, now };
  await keepFresh([requestOf(bench.folder, { apiUrl: github.url, access: 'write' })], surroundings, end.signal);
  return { log, seen };
}

test('a token is replaced ten minutes before its end, and what has not ended at the end is revoked', async () => {
  await bench.mint({ apiUrl: github.url, access: 'write' });
  const { seen } = await keep(3);
  expect(seen.map(({ seconds }) => seconds)).toEqual([50, 50, 50]);
  expect(seen.map(({ token }) => token)).toEqual(github.tokens.map(({ token }) => token));
  expect(github.tokens.map(({ isRevoked }) => isRevoked)).toEqual([false, false, true]);
});

test('the host does not answer: the token that is there stays, and it is tried again each minute', async () => {
  await bench.mint({ apiUrl: github.url, access: 'write' });
  github.faults.replies = Array.from({ length: 3 }, () => () => ({ status: 503 }));
  const first = bench.read('token');
  const { log, seen } = await keep(5);
  expect(log.filter((line) => line.endsWith('answers 503'))).toHaveLength(3);
  expect(seen.map(({ token }) => token === first)).toEqual([true, true, true, true, false]);
});
