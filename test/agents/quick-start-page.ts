import { execFile, execFileSync, spawnSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, test } from '@jest/globals';
import { startStubModel } from '../../packages/stub-model/index.js';
import type { AgentPreset } from '../../plan/agent-preset/preset.js';
import { exampleRepository, manifestFile, quickStartPage } from '../../scripts/generate/quick-start-pages.js';
import { installedCli } from '../../scripts/start/installed-cli.js';
import { type Finished, startPluginWorld } from '../cli/plugin.js';
import { startGitHost } from '../plan/git/git-host.js';

/** What came of the commands of a page. */
interface FollowedPage {
  /** By the first words of a block: what it printed, and its exit code. */
  readonly blocks: readonly { readonly command: string; readonly finished: Finished }[];
  /** What the last block that sets `branch` gave. */
  readonly branch: string;
  /** The file that the agent wrote, on that branch of the Git server. */
  readonly pushed: string;
}

const describeWithKubectl = spawnSync('kubectl', ['version', '--client']).status === 0 ? describe : describe.skip;

/** The tests of the page of a preset, with its real CLI. */
export const testQuickStart = (preset: AgentPreset): void =>
  describeWithKubectl(`the quick start with ${preset.title}`, () => {
    test('every command succeeds, the branch has the change, and no output has the token', async () => {
      const { blocks, branch, pushed } = await followQuickStart(preset);
      const outputs = blocks.map(({ command, finished }) => ({ command, ...finished }));
      expect(outputs.filter(({ code }) => code !== 0)).toEqual([]);
      expect(outputs).toHaveLength(8);
      expect(branch).toMatch(/^kubetask\/\w+/);
      expect(pushed).toBe('The stub model was here.\n');
      expect(outputs.map(({ stdout, stderr }) => stdout + stderr).join('')).not.toContain(token);
    });
  });

const token = 'token-of-the-quick-start';

/**
 * Runs the commands of a quick start page: kubectl is the real one, kubectl task this plugin, the cluster the embedded one. A
 * stub stands for the model, and a Git server that asks for the token for GitHub.
 */
async function followQuickStart(preset: AgentPreset): Promise<FollowedPage> {
  const folder = mkdtempSync(join(tmpdir(), 'test-quick-start-'));
  const [world, stub, programs] = await Promise.all([startPluginWorld(), startStubModel(), installedCli(preset, '.')]);
  const host = await startGitHost(folder, 'x-access-token', token);
  try {
    makeRemote(folder);
    const page = quickStartPage(preset);
    const added = { PATH: programs, ...preset.stubEnv(`${stub.url}/push`) };
    writeFileSync(join(folder, manifestFile), testManifests(page, preset, host.url, added));
    const shellEnv = { PATH: process.env['PATH'], HOME: folder, KUBECONFIG: world.kubeconfig };
    const env = { ...shellEnv, [preset.credentials[0]?.env ?? '']: 'key', GITHUB_TOKEN: token };
    const blocks: { command: string; finished: Finished }[] = [];
    for (const command of blocksOf(page)) {
      const inFolder = command
        .replaceAll(manifestFile, join(folder, manifestFile))
        .replaceAll('https://github.com', host.url);
      const plugin = inFolder.startsWith('kubectl task ') ? inFolder.split(' ').slice(2) : undefined;
      blocks.push({ command, finished: plugin ? await world.task(plugin) : await shell(inFolder, env) });
    }
    const branch = blocks.find(({ command }) => command.startsWith('branch='))?.finished.stdout ?? '';
    return { blocks, branch, pushed: fileOf(folder, branch) };
  } finally {
    await Promise.all([world.stop(), stub.close(), host.close()]);
    rmSync(folder, { recursive: true });
  }
}

const unindented = (text: string, indent: string): string => text.replaceAll(new RegExp(`^${indent}`, 'gm'), '');

/** What is below `<!-- run -->`. */
const blocksOf = (page: string): string[] =>
  [...page.matchAll(/^( *)<!-- run -->\n *```sh\n([\s\S]*?)\n *```$/gm)].map(([, indent = '', text = '']) =>
    unindented(text, indent),
  );

/** The manifests of the page, with what stands for the outside world. */
function testManifests(page: string, preset: AgentPreset, host: string, added: Readonly<Record<string, string>>) {
  const [, indent = '', text = ''] = /^( *)<!-- save .*-->\n *```yaml\n([\s\S]*?)\n *```$/m.exec(page) ?? [];
  const known = new Set(preset.credentials.map(({ env }) => env));
  const variables = Object.entries(added).filter(([name]) => !known.has(name));
  const lines = variables.map(([name, value]) => `    - { name: ${name}, value: '${value}' }\n`).join('');
  return `${unindented(text, indent)}\n`
    .replaceAll(exampleRepository, `${host}/repo.git`)
    .replaceAll('https://github.com', host)
    .replace('permissions: all', 'permissions: all, model: stub-model')
    .replace('  env:\n', `  env:\n${lines}`);
}

/** With the value of `branch` at the end, which is what the next block of the page would use. */
const shell = (command: string, env: NodeJS.ProcessEnv): Promise<Finished> =>
  new Promise((resolve) => {
    execFile('sh', ['-ec', `${command}\nprintf %s "\${branch:-}"`], { env }, (error, stdout, stderr) =>
      resolve({ code: Number(error?.code ?? 0), stdout, stderr }),
    );
  });

function makeRemote(folder: string): void {
  const remote = join(folder, 'repo.git');
  const work = join(folder, 'work');
  mkdirSync(work);
  const git = (...args: string[]) =>
    execFileSync('git', ['-c', 'user.name=t', '-c', 'user.email=t@example.org', ...args], { cwd: work });
  git('init', '-q', '--bare', '--initial-branch=main', remote);
  git('-C', remote, 'config', 'http.receivepack', 'true');
  git('init', '-q');
  git('commit', '-q', '--allow-empty', '-m', 'begin');
  git('push', '-q', remote, 'HEAD:main');
}

/** Empty if there is no such branch, or it has no such file. */
const fileOf = (folder: string, branch: string): string =>
  spawnSync('git', ['-C', join(folder, 'repo.git'), 'show', `${branch}:STUB-MODEL.md`], { encoding: 'utf8' }).stdout;
