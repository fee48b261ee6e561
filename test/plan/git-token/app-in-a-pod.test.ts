import { execFileSync } from 'node:child_process';
import { generateKeyPairSync } from 'node:crypto';
import { once } from 'node:events';
import { mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import type { IncomingMessage } from 'node:http';
import { get } from 'node:https';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { text } from 'node:stream/consumers';
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { type LocalCluster, type Pod, startCluster } from '../../../packages/embedded-cluster/index.js';
import { type FakeGitHub, startFakeGitHub } from '../../../packages/git-token/test/fake-github.js';
import { DEFAULT_FETCH_IMAGE } from '../../../plan/context/http-context.js';
import { planTaskRun } from '../../../plan/task-run/plan.js';
import { eventually } from '../../runtime/batch-run/local-cluster.js';
import { git, makeRepository } from '../git/clone-sample.js';
import { type GitHost, startGuardedGitHost } from '../git/git-host.js';
import { makeAppRule, makeTaskInputs } from '../sample.js';

const program = new URL('../../../images/fetch/fetch.mjs', import.meta.url).pathname;
const { privateKey, publicKey } = generateKeyPairSync('rsa', { modulusLength: 2048 });
const namespace = 'default';

let folder: string;
let cluster: LocalCluster;
let github: FakeGitHub;
let host: GitHost;
let bare: string;
beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'app-'));
  bare = join(folder, 'repositories/acme/api.git');
  mkdirSync(join(folder, 'repositories/acme'), { recursive: true });
  makeRepository(join(folder, 'source'), { 'README.md': 'Hello.' });
  execFileSync('git', ['clone', '--quiet', '--bare', join(folder, 'source'), bare]);
  git(bare, 'config', 'http.receivepack', 'true');
  github = await startFakeGitHub({
    appId: '12',
    publicKey,
    installationId: 34,
    repositories: ['acme/api'],
    permissions: { contents: 'write' },
  });
  host = await startGuardedGitHost(join(folder, 'repositories'), isAllowed);
  cluster = await startCluster({
    kubeconfigPath: join(folder, 'kubeconfig'),
    commandForImage: (image) => (image === DEFAULT_FETCH_IMAGE ? ['node', program] : undefined),
  });
});
afterAll(async () => {
  await cluster.stop();
  await host.close();
  await github.close();
  rmSync(folder, { recursive: true });
});

/** As GitHub: a token that lives, for its repository, to push only with `contents: write`. */
function isAllowed({ headers, url = '' }: IncomingMessage): boolean {
  const [, password] = Buffer.from(headers.authorization?.slice(6) ?? '', 'base64')
    .toString()
    .split(/^x-access-token:/);
  const given = github.tokens.find(({ token, isRevoked }) => token === password && !isRevoked);
  return (
    given !== undefined && url.startsWith('/acme/api.git/') && (given.contents === 'write' || !url.includes('receive'))
  );
}

const agent = `cd "$KUBETASK_REPOSITORY_DIR"
git -c user.name=a -c user.email=a@a commit --quiet --allow-empty -m change
git push --quiet origin HEAD:refs/heads/work 2>&1
cat .git/config
env
cat "$KUBETASK_GIT_TOKEN_FILE" | wc -c
`;

test('a GitHub App: the agent clones and pushes with its token, of which nothing is left', async () => {
  const { api } = cluster.server;
  const stringData = { 'private-key.pem': privateKey.export({ type: 'pkcs1', format: 'pem' }).toString() };
  api.create('secrets', {
    apiVersion: 'v1',
    kind: 'Secret',
    metadata: { name: 'github-app', namespace },
    ...{ stringData },
  });
  const { configMaps, pod } = planTaskRun(
    makeTaskInputs({
      run: { name: 'push', namespace },
      task: {
        name: 'push',
        spec: { contexts: [{ type: 'Repository', repository: { url: `${host.url}/acme/api.git` } }] },
      },
      workspace: {
        agentImage: 'agent:v1',
        command: ['sh', '-ec', agent],
        gitTokens: [makeAppRule({ url: host.url, apiUrl: github.url, push: true, refresh: true })],
      },
    }),
  );
  for (const configMap of configMaps) api.create('configmaps', configMap);
  api.create('pods', pod);
  const ended = await eventually<Pod>(api, 'pods', pod.metadata.name, ({ status }) =>
    /Succeeded|Failed/.test(status?.phase ?? ''),
  );
  const containers = ['mint-tokens', 'refresh-tokens', 'clone-0', 'agent'];
  const logs = await Promise.all(containers.map((container) => logOf(ended, container)));
  expect({ phase: ended.status?.phase, log: logs.at(-1) }).toMatchObject({
    phase: 'Succeeded',
    log: expect.stringContaining('credential.http://127.0.0.1'),
  });
  expect(git(bare, 'log', '-1', '--format=%s', 'work')).toBe('change');
  expect(github.tokens).toEqual([expect.objectContaining({ contents: 'write', isRevoked: true })]);
  expect(JSON.stringify([ended, logs])).not.toMatch(/ghs_|eyJ|BEGIN|PRIVATE/);
});

async function logOf(pod: Pod, container: string): Promise<string> {
  const { url, token, caPem: ca } = cluster.server;
  const path = `/api/v1/namespaces/${namespace}/pods/${pod.metadata.name}/log?container=${container}`;
  const headers = { authorization: `Bearer ${token}` };
  const [response] = (await once(get(`${url}${path}`, { headers, ca, agent: false }), 'response')) as [IncomingMessage];
  return text(response);
}
