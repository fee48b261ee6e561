import { execFileSync, spawnSync } from 'node:child_process';
import { cpSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { pathToFileURL } from 'node:url';
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { bundleCli } from '../../../scripts/bundle-cli.js';
import { makeRepository } from '../../../scripts/start/fleet.js';

/** The published package, installed in an empty folder from its tarball and its dependencies. */
const folder = mkdtempSync(join(tmpdir(), 'test-package-'));
const app = join(folder, 'app');
const repository = join(folder, 'billing.git');
const npm = (args: string[], cwd: string) =>
  execFileSync('npm', [...args, '--offline', '--no-audit', '--no-fund', '--ignore-scripts'], {
    cwd,
    encoding: 'utf8',
    stdio: ['ignore', 'pipe', 'pipe'],
  });

beforeAll(async () => {
  const signal = new AbortController().signal;
  await makeRepository(
    { bare: repository, work: join(folder, 'work'), commits: [['docs: name', 'README.md', '# billing\n']] },
    signal,
  );
  const packed = await packageFolder();
  const tarball = npm(['pack', '--silent', '--pack-destination', folder], packed).trim();
  mkdirSync(app);
  const { dependencies } = JSON.parse(readFileSync('package.json', 'utf8')) as { dependencies: object };
  const installed = [...Object.keys(dependencies), 'argparse'].map((name) => resolve('node_modules', name));
  npm(['install', '--install-links', join(folder, tarball), ...installed], app);
}, 120_000);
afterAll(() => rmSync(folder, { recursive: true, force: true }));

/** A copy of what `npm pack` reads, with new programs: other tests use `build/` at the same time. */
async function packageFolder(): Promise<string> {
  const copy = join(folder, 'package');
  const { files, ...manifest } = JSON.parse(readFileSync('package.json', 'utf8')) as { files: string[] };
  for (const path of files.filter((one) => /^(images|imports)\//.test(one)))
    cpSync(path, join(copy, path), { recursive: true });
  writeFileSync(join(copy, 'package.json'), JSON.stringify({ ...manifest, files, scripts: {}, workspaces: [] }));
  mkdirSync(join(copy, 'build'));
  await bundleCli(join(copy, 'build'));
  return copy;
}

/** `npx kubetask …` in that folder. */
function kubetask(...args: string[]) {
  const { status, stdout, stderr } = spawnSync('npx', ['--offline', 'kubetask', ...args], {
    cwd: app,
    encoding: 'utf8',
  });
  return { status, stdout, stderr };
}

const agent = `#!/bin/sh
set -eu
cd "$KUBETASK_REPOSITORY_DIR"
git checkout --quiet -b "$KUBETASK_BRANCH"
cat ../task.md >> README.md
git -c user.name=agent -c user.email=agent@example.org commit --quiet --all --message 'docs: greet'
git push --quiet origin "$KUBETASK_BRANCH"
printf '{"summary":"Greeted.","branch":"%s"}' "$KUBETASK_BRANCH" > "$KUBETASK_RESULT"
`;

const batch = {
  apiVersion: 'kubetask.io/v1alpha1',
  kind: 'Batch',
  metadata: { name: 'greet' },
  spec: {
    commonContext: [{ type: 'File', file: { filePath: '/workspace/task.md', source: { inline: 'Hello.\n' } } }],
    variableContexts: [
      [{ type: 'Repository', repository: { url: pathToFileURL(repository).href, branch: 'main', path: 'billing' } }],
    ],
  },
};

test('npx kubetask local: the agent next to the batch changes a repository', () => {
  writeFileSync(join(app, 'agent.sh'), agent, { mode: 0o755 });
  writeFileSync(join(app, 'batch.yaml'), JSON.stringify(batch));
  const { status, stdout, stderr } = kubetask('local', '-f', 'batch.yaml', '--agent', './agent.sh');
  expect({ status, stdout, stderr }).toEqual({
    status: 0,
    stdout: expect.stringMatching(/^billing +Succeeded .* kubetask\/\w+ +Greeted\.$/m),
    stderr: expect.stringContaining('no sandbox'),
  });
  const branch = /kubetask\/\w+/.exec(stdout)?.[0] ?? '';
  expect(execFileSync('git', ['-C', repository, 'show', `${branch}:README.md`], { encoding: 'utf8' })).toBe(
    '# billing\nHello.\n',
  );
}, 120_000);

test('an agent that fails: exit code 1, its last lines on stderr', () => {
  const { status, stdout, stderr } = kubetask('local', '-f', 'batch.yaml', '--agent', 'echo no key; exit 3');
  expect({ status, stdout, stderr }).toEqual({
    status: 1,
    stdout: expect.stringMatching(/^billing +Failed .*code 3$/m),
    stderr: expect.stringMatching(/^Last lines of billing:\nno key$/m),
  });
}, 120_000);

test('the same program as kubectl-task, with its other commands', () => {
  expect(kubetask('version', '--client')).toMatchObject({ status: 0, stdout: expect.stringMatching(/^kubectlTask: /) });
}, 60_000);
