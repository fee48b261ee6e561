import { generateKeyPairSync } from 'node:crypto';
import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { inProcesses } from '../../../executors/index.js';
import { type FakeGitHub, startFakeGitHub } from '../../../packages/git-token/test/fake-github.js';
import { type GitHost, startGuardedGitHost } from '../../plan/git/git-host.js';
import { makeAppRule } from '../../plan/sample.js';
import { makeBatch, makeFolder, makeRepository, makeWorkspace, planBatch, removeFolder, run } from './sample.js';

const fetch = new URL('../../../images/fetch/fetch.mjs', import.meta.url).pathname;
const { privateKey, publicKey } = generateKeyPairSync('rsa', { modulusLength: 2048 });

let folder: string;
let github: FakeGitHub;
let host: GitHost;
beforeAll(async () => {
  folder = makeFolder('minted');
  mkdirSync(join(folder, 'acme/api'), { recursive: true });
  makeRepository(join(folder, 'acme/api'));
  const permissions = { contents: 'write' };
  github = await startFakeGitHub({
    appId: '12',
    publicKey,
    installationId: 34,
    repositories: ['acme/api'],
    permissions,
  });
  host = await startGuardedGitHost(folder, ({ headers }) => {
    const login = Buffer.from(headers.authorization?.slice(6) ?? '', 'base64').toString();
    return github.tokens.some(({ token }) => login === `x-access-token:${token}`);
  });
});
afterAll(async () => {
  await host.close();
  await github.close();
  removeFolder(folder);
});

test('a short-lived token is minted here, too, and no sidecar starts', async () => {
  const batch = makeBatch({
    variableContexts: [[{ type: 'Repository', repository: { url: `${host.url}/acme/api` } }]],
  });
  const rule = makeAppRule({ url: host.url, apiUrl: github.url, push: true, refresh: true });
  const workspace = makeWorkspace('cd "$KUBETASK_REPOSITORY_DIR"; cat kept.txt; git ls-remote origin HEAD | wc -l', {
    gitTokens: [rule],
  });
  const pem = privateKey.export({ type: 'pkcs1', format: 'pem' }).toString();
  const { stdout, exitCode } = await run(planBatch(batch, workspace), {
    place: inProcesses({ commandForImage: () => [process.execPath, fetch] }),
    objects: [
      {
        ...{ apiVersion: 'v1', kind: 'Secret', metadata: { name: 'github-app' } },
        ...{ stringData: { 'private-key.pem': pem } },
      },
    ],
    env: { PATH: process.env['PATH'] },
  });
  expect({ stdout: stdout.replace(/ /g, ''), exitCode }).toEqual({ stdout: 'before\n1\n', exitCode: 0 });
  expect(github.tokens).toHaveLength(1);
});
