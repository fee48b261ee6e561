import { execFileSync, spawnSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { buildSync } from 'esbuild';
import { parseDocument } from 'yaml';

const githubFile = 'examples/ci/github-plan-review.yaml';
const gitlabFile = 'examples/ci/gitlab-plan-review.yaml';

interface Step {
  readonly name?: string;
  readonly uses?: string;
  readonly run?: string;
  readonly with?: Readonly<Record<string, unknown>>;
  readonly env?: Readonly<Record<string, string>>;
}
interface GithubJob {
  readonly permissions: unknown;
  readonly 'timeout-minutes': number;
  readonly steps: readonly Step[];
}
interface GitlabJob {
  readonly script?: readonly string[];
  readonly variables?: Readonly<Record<string, string>>;
}

function load<Content>(file: string): Content {
  const document = parseDocument(readFileSync(file, 'utf8'), { uniqueKeys: true });
  expect([...document.errors, ...document.warnings]).toEqual([]);
  return document.toJS() as Content;
}

const github = load<{ on: object; permissions: object; jobs: { plan: GithubJob; comment: GithubJob } }>(githubFile);
const gitlab = load<Record<'plan-review' | 'plan-review-note', GitlabJob>>(gitlabFile);
const steps = Object.values(github.jobs).flatMap((job) => job.steps);
const scriptOf = (name: string): string => steps.find((step) => step.name === name)?.run ?? '';

const folder = mkdtempSync(join(tmpdir(), 'ci-examples-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

describe("GitHub's own parser", () => {
  const linter = join(folder, 'lint.mjs');
  beforeAll(() => {
    buildSync({
      entryPoints: ['test/examples/ci/lint-workflow.mjs'],
      bundle: true,
      platform: 'node',
      format: 'esm',
      outfile: linter,
      banner: { js: "import { createRequire } from 'node:module'; const require = createRequire(import.meta.url);" },
    });
  });
  const lint = (file: string): string[] =>
    JSON.parse(execFileSync(process.execPath, [linter, file], { encoding: 'utf8' })) as string[];
  test('the workflow has no error', () => expect(lint(githubFile)).toEqual([]));
  test('a misspelt key is an error', () => {
    const wrong = join(folder, 'wrong.yaml');
    writeFileSync(wrong, readFileSync(githubFile, 'utf8').replace('runs-on:', 'run-on:'));
    expect(lint(wrong)).not.toEqual([]);
  });
});

describe('a hostile pull request', () => {
  test('GitHub: it is not run with rights of its target, and its texts reach no script', () => {
    expect(Object.keys(github.on)).toEqual(['pull_request']);
    expect(steps.filter(({ run }) => run?.includes('${{'))).toEqual([]);
    expect(readFileSync(githubFile, 'utf8')).not.toMatch(/head_ref|head\.ref|event\.pull_request\.(title|body)/);
  });
  test('GitHub: the job that reads the repository has no token, the one that has a token reads no repository', () => {
    const { plan, comment } = github.jobs;
    expect([github.permissions, plan.permissions, comment.permissions]).toEqual([
      {},
      { contents: 'read' },
      { 'pull-requests': 'write' },
    ]);
    const uses = ({ steps: all }: GithubJob) => all.flatMap((step) => step.uses?.split('@')[0] ?? []);
    expect(uses(comment)).toEqual(['actions/download-artifact']);
    const checkout = plan.steps.find((step) => step.uses?.startsWith('actions/checkout@'));
    expect(checkout?.with).toMatchObject({ 'persist-credentials': false });
    expect(JSON.stringify(plan)).not.toMatch(/token|secrets\./i);
  });
  test('GitHub: kubetask is installed before anything of the pull request is there, and nothing else is', () => {
    const names = github.jobs.plan.steps.map((step) => step.name ?? step.uses?.split('@')[0]);
    expect(names.indexOf('Install kubetask')).toBeLessThan(names.indexOf('actions/checkout'));
    expect(scriptOf('Plan')).not.toMatch(/\bnpm |\bnpx |cdk8s/);
  });
  test('GitHub: every action has a commit and its version, every job a timeout', () => {
    const text = readFileSync(githubFile, 'utf8');
    const used = steps.flatMap(({ uses }) => uses ?? []);
    expect(used.filter((action) => !/^[\w-]+\/[\w/-]+@[0-9a-f]{40}$/.test(action))).toEqual([]);
    expect(text.match(/uses: \S+@[0-9a-f]{40} # v\d+\.\d+\.\d+$/gm)).toHaveLength(used.length);
    expect(Object.values(github.jobs).filter((job) => !job['timeout-minutes'])).toEqual([]);
  });
  test('GitLab: names of branches and titles reach no script, and the token no job that reads the repository', () => {
    expect(readFileSync(gitlabFile, 'utf8')).not.toMatch(/BRANCH_NAME|REF_NAME|REF_SLUG|_TITLE|_MESSAGE|_DESCRIPTION/);
    expect(gitlab['plan-review'].variables).toMatchObject({ KUBETASK_REVIEW_TOKEN: '' });
    expect(gitlab['plan-review-note'].variables).toEqual({ GIT_STRATEGY: 'none' });
    expect(gitlab['plan-review-note'].script?.join('\n')).not.toMatch(/npm|kubetask plan/);
  });
});

describe('the step that plans', () => {
  const scripts: Record<string, string> = {
    GitHub: scriptOf('Plan'),
    GitLab: gitlab['plan-review'].script?.[1] ?? '',
  };
  const bin = join(folder, 'bin');
  const run = (script: string, code: number) => {
    const work = mkdtempSync(join(folder, 'work-'));
    mkdirSync(bin, { recursive: true });
    const stub = `#!/bin/sh\nprintf '%s\\n' "$@" > "${work}/arguments"\necho report\nexit ${code}\n`;
    writeFileSync(join(bin, 'kubetask'), stub, { mode: 0o755 });
    const env = {
      PATH: `${bin}:${process.env['PATH']}`,
      MANIFESTS: '$(touch hostile) dist',
      BASE: 'abc',
      CI_MERGE_REQUEST_DIFF_BASE_SHA: 'abc',
      RUNNER_TEMP: work,
      GITHUB_STEP_SUMMARY: join(work, 'summary'),
    };
    const { status, stderr } = spawnSync('sh', ['-e', '-c', script], { cwd: work, env, encoding: 'utf8' });
    return { status, stderr, arguments: readFileSync(join(work, 'arguments'), 'utf8').split('\n') };
  };
  const cases = Object.keys(scripts).flatMap((host) => [
    [host, 'nothing changes', 0, 0],
    [host, 'something changes', 2, 0],
    [host, 'an error', 1, 1],
  ]) as [string, string, number, number][];
  test.each(cases)('%s, %s', (host, _, code, want) => {
    expect(run(scripts[host] ?? '', code)).toEqual({
      status: want,
      stderr: '',
      arguments: ['plan', '-f', '$(touch hostile) dist', '--base', 'abc', '--exit-code', '-o', 'markdown', ''],
    });
  });
});
