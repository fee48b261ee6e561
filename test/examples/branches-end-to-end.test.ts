import { execFileSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { type PluginWorld, startPluginWorld } from '../cli/plugin.js';

const apiVersion = 'kubetask.io/v1alpha1';
const metadata = (name: string) => ({ name, namespace: 'default' });
/** As text, because a path below /tmp would name the Pod's own /tmp. */
const agent = readFileSync('examples/agents/replace-agent/agent.sh', 'utf8');

let world: PluginWorld;
let folder: string;
beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'branches-'));
  const work = join(folder, 'work');
  mkdirSync(work);
  git(work, 'init', '--quiet', '--initial-branch', 'main');
  commit(work, 'README.md', 'hello\n');
  git(folder, 'clone', '--quiet', '--bare', work, 'origin.git');
  world = await startPluginWorld();
  const spec = { agentImage: 'local', command: ['sh', '-c', agent] };
  world.api.create('workspaceconfigs.kubetask.io', {
    apiVersion,
    kind: 'WorkspaceConfig',
    metadata: metadata('default'),
    spec,
  } as never);
}, 30_000);
afterAll(async () => {
  await world.stop();
  rmSync(folder, { recursive: true });
});

const git = (where: string, ...args: string[]) =>
  execFileSync('git', ['-C', where, ...args], { encoding: 'utf8', stdio: 'pipe' }).trim();

function commit(work: string, file: string, text: string) {
  writeFileSync(join(work, file), text);
  git(work, 'add', '--all');
  git(work, '-c', 'user.name=t', '-c', 'user.email=t@t', 'commit', '--quiet', '--message', `add ${file}`);
}

const task = (url: string) => [
  { type: 'File', file: { filePath: '/workspace/task.md', source: { inline: 'Greet\n\nreplace: hello => bye\n' } } },
  { type: 'Repository', repository: { url, branch: 'main' } },
];
const makeBatch = (name: string, ...urls: string[]) =>
  world.api.create('batches.kubetask.io', {
    apiVersion,
    kind: 'Batch',
    metadata: metadata(name),
    spec: { variableContexts: urls.map(task) },
  } as never);
const start = (batch: string) => world.task(['start', `batch/${batch}`, '--wait', '--timeout', '60s']);

test("a reviewer's commit on the agent's branch survives the next run of the same inputs", async () => {
  makeBatch('greet', `file://${folder}/origin.git`);
  expect((await start('greet')).code).toBe(0);
  const [{ result }] = JSON.parse((await world.task(['results', 'batch/greet', '-o', 'json'])).stdout);
  const work = join(folder, 'review');
  git(folder, 'clone', '--quiet', '--branch', result.branch, `file://${folder}/origin.git`, work);
  commit(work, 'review.md', 'hello reviewer\n');
  git(work, 'push', '--quiet', 'origin', `HEAD:${result.branch}`);
  expect((await start('greet')).code).toBe(0);
  const subjects = git(join(folder, 'origin.git'), 'log', '--format=%s', result.branch).split('\n');
  expect(subjects).toEqual(['Greet', 'add review.md', 'Greet', 'add README.md']);
}, 90_000);

test('two tasks with one branch: nothing runs, and the error names both', async () => {
  makeBatch('twice', `file://${folder}/origin.git`, `file://${folder}/origin.git/`);
  const { code, stderr } = await start('twice');
  expect([code, stderr]).toEqual([1, expect.stringContaining('repeats variableContexts[0]')]);
  expect(world.api.list('jobs.batch').filter(({ metadata: { name } }) => name.startsWith('twice'))).toEqual([]);
}, 60_000);
