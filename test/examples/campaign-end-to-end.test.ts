import { execFileSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { loadAll } from 'js-yaml';
import type { KubernetesObject } from '../../packages/kubernetes-conventions/kubernetes-object.js';
import { type PluginWorld, startPluginWorld } from '../cli/plugin.js';

/** As text, because a path below /tmp would name the Pod's own /tmp. */
const agent = readFileSync('examples/agents/replace-agent/agent.sh', 'utf8');
const repositories = ['service-a', 'service-b'];

let world: PluginWorld;
let folder: string;
beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'campaign-'));
  for (const name of repositories) makeRepository(name);
  world = await startPluginWorld();
}, 60_000);
afterAll(async () => {
  await world.stop();
  rmSync(folder, { recursive: true });
});

const git = (where: string, ...args: string[]) =>
  execFileSync('git', ['-C', where, ...args], { encoding: 'utf8', stdio: 'pipe' }).trim();

function makeRepository(name: string) {
  const work = join(folder, `${name}-work`);
  mkdirSync(work);
  git(work, 'init', '--quiet', '--initial-branch', 'main');
  writeFileSync(join(work, 'main.js'), `oldName('${name}');\n`);
  git(work, 'add', '--all');
  git(work, '-c', 'user.name=t', '-c', 'user.email=t@t', 'commit', '--quiet', '--message', 'call oldName');
  git(folder, 'clone', '--quiet', '--bare', work, `${name}.git`);
}

const kinds: Readonly<Record<string, string>> = {
  WorkspaceConfig: 'workspaceconfigs',
  Batch: 'batches',
  BatchRun: 'batchruns',
};

/** The example over the repositories of this test, with the program in place of the image. */
function createExample() {
  const text = readFileSync('examples/rename-function.yaml', 'utf8')
    .replaceAll('https://github.com/myorg/', `file://${folder}/`)
    .replace('agentImage:', () => `command: ${JSON.stringify(['sh', '-c', agent])}\n  agentImage:`);
  world.api.create('namespaces', {
    apiVersion: 'v1',
    kind: 'Namespace',
    metadata: { name: 'kubetask-system' },
  } as never);
  for (const object of loadAll(text) as KubernetesObject[]) {
    world.api.create(`${kinds[object.kind]}.kubetask.io`, object as never);
  }
}

test('examples/rename-function.yaml: each repository has a branch with the rename', async () => {
  createExample();
  const run = ['batchrun/rename-function-001', '-n', 'kubetask-system'];
  const { code, stderr } = await world.task(['wait', ...run, '--timeout', '100s']);
  expect({ code, stderr }).toEqual({ code: 0, stderr: expect.stringContaining('2/2 tasks succeeded') });
  const tasks = JSON.parse((await world.task(['results', ...run, '-o', 'json'])).stdout);
  const branches = tasks.map(({ result: { branch } }: { result: { branch: string } }) => branch);
  const texts = repositories.map((name, index) =>
    git(join(folder, `${name}.git`), 'show', `${branches[index]}:main.js`),
  );
  expect(texts).toEqual(repositories.map((name) => `newName('${name}');`));
}, 120_000);
