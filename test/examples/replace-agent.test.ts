import { execFileSync, spawnSync } from 'node:child_process';
import { chmodSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { afterEach, beforeEach, expect, test } from '@jest/globals';

const script = resolve('examples/agents/replace-agent/agent.sh');
const branch = 'kubetask/0123456789ab';
const identity = ['-c', 'user.name=t', '-c', 'user.email=t@t'];

let folder: string;
let origin: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'replace-agent-'));
  origin = `file://${folder}/origin.git`;
  const work = join(folder, 'origin');
  mkdirSync(work);
  git(work, 'init', '--quiet', '--initial-branch', 'main');
  commit(work, 'README.md', 'hello world\n');
  git(folder, 'clone', '--quiet', '--bare', work, 'origin.git');
});
afterEach(() => rmSync(folder, { recursive: true }));

const git = (where: string, ...args: string[]) =>
  execFileSync('git', ['-C', where, ...args], { encoding: 'utf8', stdio: 'pipe' }).trim();

function commit(work: string, file: string, text: string) {
  writeFileSync(join(work, file), text);
  git(work, 'add', '--all');
  git(work, ...identity, 'commit', '--quiet', '--message', `change ${file}`);
}

/** A clone as in the agent's Pod. */
function makeWorkspace(name: string, depth = 1): string {
  const workspace = join(folder, name);
  const shallow = depth > 0 ? [`--depth=${depth}`] : [];
  git(folder, 'clone', '--quiet', ...shallow, '--branch', 'main', origin, join(workspace, 'repo'));
  writeFileSync(join(workspace, 'task.md'), 'Greet\n\nreplace: hello => goodbye\n');
  return workspace;
}

function runAgent(workspace: string) {
  const result = join(workspace, 'result.json');
  const env = {
    PATH: process.env['PATH'],
    HOME: folder,
    WORKSPACE_DIR: workspace,
    KUBETASK_REPOSITORY_DIR: join(workspace, 'repo'),
    KUBETASK_BRANCH: branch,
    KUBETASK_TASK_KEY: '0123456789abcdef',
    KUBETASK_TASK_INDEX: '0',
    KUBETASK_RUN: 'run',
    KUBETASK_RESULT: result,
  };
  const { status } = spawnSync('sh', [script], { env });
  return { status, result: status === 0 ? JSON.parse(readFileSync(result, 'utf8')) : undefined };
}

/** Pushes a commit to the agent's branch, as a reviewer does. */
function review(file: string, text: string): string {
  const work = join(folder, `review-${file}`);
  git(folder, 'clone', '--quiet', '--branch', branch, origin, work);
  commit(work, file, text);
  git(work, 'push', '--quiet', 'origin', `HEAD:${branch}`);
  return git(work, 'rev-parse', 'HEAD');
}

const subjects = () => git(join(folder, 'origin.git'), 'log', '--format=%s', branch).split('\n');
const headOf = (ref: string) => git(join(folder, 'origin.git'), 'rev-parse', ref);

/** No model is asked. */
const free = { costUsd: 0, tokens: 0 };

test('the first run creates the branch', () => {
  const { status, result } = runAgent(makeWorkspace('a'));
  expect(status).toBe(0);
  expect(result).toEqual({
    ...free,
    summary: 'Changed 1 file(s).',
    verdict: 'changed',
    branch,
    commit: headOf(branch),
  });
  expect(subjects()).toEqual(['Greet', 'change README.md']);
});

test.each([
  ['a shallow clone', 1],
  ['a whole clone', 0],
])('a second run with %s continues from the commit of a reviewer', (_, depth) => {
  runAgent(makeWorkspace('a'));
  review('notes.md', 'hello from the reviewer\n');
  expect(runAgent(makeWorkspace('b', depth)).result).toMatchObject({ verdict: 'changed', commit: headOf(branch) });
  expect(subjects()).toEqual(['Greet', 'change notes.md', 'Greet', 'change README.md']);
});

test('a second run without changes leaves the branch unchanged and reports its name', () => {
  runAgent(makeWorkspace('a'));
  const reviewed = review('notes.md', 'nothing to see\n');
  expect(runAgent(makeWorkspace('b')).result).toEqual({
    ...{ ...free, summary: 'Nothing to change.', verdict: 'no-change' },
    ...{ branch, commit: reviewed },
  });
  expect(headOf(branch)).toBe(reviewed);
});

test.each([
  ['creates the branch first', false],
  ['pushes to it first', true],
])('another client %s: its commit stays, and the task is retried', (_, exists) => {
  if (exists) runAgent(makeWorkspace('a'));
  const workspace = makeWorkspace('b');
  // After the agent's fetch and before its push.
  const other = makeWorkspace('c');
  commit(join(other, 'repo'), 'other.md', 'hello first\n');
  const hook = join(workspace, 'repo', '.git', 'hooks', 'pre-push');
  writeFileSync(
    hook,
    `#!/bin/sh\nunset GIT_DIR\ngit -C ${other}/repo push --quiet --force origin HEAD:refs/heads/${branch}\n`,
  );
  chmodSync(hook, 0o755);
  if (exists) review('more.md', 'hello more\n');
  expect(runAgent(workspace).status).toBe(75);
  expect(subjects()[0]).toBe('change other.md');
});

test('a server that refuses for another reason: failed, not retried', () => {
  const hook = join(folder, 'origin.git', 'hooks', 'pre-receive');
  writeFileSync(hook, '#!/bin/sh\nexit 1\n');
  chmodSync(hook, 0o755);
  expect(runAgent(makeWorkspace('a')).status).toBe(1);
});
