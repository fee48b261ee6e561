import { spawnSync } from 'node:child_process';
import { existsSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { build } from 'esbuild';

const root = fileURLToPath(new URL('../..', import.meta.url));
const folder = mkdtempSync(join(tmpdir(), 'kubetask-program-'));
afterAll(() => rmSync(folder, { recursive: true }));

beforeAll(async () => {
  symlinkSync(join(root, 'node_modules'), join(folder, 'node_modules'));
  const entryPoints = {
    kubetask: join(root, 'constructs/index.ts'),
    'print-problems': join(root, 'apps/print-problems.ts'),
  };
  const options = { entryPoints, outdir: folder, outExtension: { '.js': '.mjs' } };
  await build({ ...options, bundle: true, splitting: true, format: 'esm', platform: 'node', packages: 'external' });
});

/** Runs a program whose repository has the given options. */
const run = (options: string, last?: string) =>
  runProgram(
    `
    const variableContexts = [[Context.repository({ org: 'o', repo: 'r', ${options} })]];
    new BatchConstruct(new Chart(app, 'c'), 'b', { variableContexts });`,
    last,
  );

function runProgram(lines: string, last = 'app.synth();') {
  const program = `
    import { Chart } from 'cdk8s';
    import { AgentBuildConstruct, BatchConstruct, Context, KubetaskApp } from './kubetask.mjs';
    import { printProblems } from './print-problems.mjs';
    const app = new KubetaskApp();
    ${lines}
    ${last}
    console.log('synthesized');`;
  writeFileSync(join(folder, 'main.mjs'), program);
  const { status, stdout, stderr } = spawnSync(process.execPath, ['main.mjs'], { cwd: folder, encoding: 'utf8' });
  return { status, stdout, stderr };
}

const problem =
  '[c/b] Batch b: spec.variableContexts[0][0].repository.depth: Invalid value: -1: spec.variableContexts[0][0].repository.depth in body should be greater than or equal to 0\n1 problem, nothing was written\n';

test('a program that prints problems: only that line, exit code 1, and nothing is written', () => {
  const last = 'printProblems(() => app.synth());';
  expect(run('depth: -1', last)).toEqual({ status: 1, stdout: '', stderr: problem });
  expect(existsSync(join(folder, 'dist'))).toBe(false);
});

test('a program that only calls synth: the problem without a stack trace, exit code 1, and nothing is written', () => {
  const { status, stdout, stderr } = run('depth: -1');
  expect({ status, stdout }).toEqual({ status: 1, stdout: '' });
  expect(stderr).toContain(`SynthesisError: ${problem.trimEnd()}`);
  expect(stderr).not.toMatch(/^ +at /m);
  expect(existsSync(join(folder, 'dist'))).toBe(false);
});

test('a program that catches the problems: continues', () => {
  const last = 'try { app.synth(); } catch ({ problems }) { console.log(problems.length); }';
  expect(run('depth: -1', last)).toEqual({ status: 0, stdout: '1\nsynthesized\n', stderr: '' });
});

test('a program that was valid and has a problem now: its last output stays', () => {
  const file = join(folder, 'dist/c.k8s.yaml');
  expect(run("branch: 'main'").stdout).toBe('synthesized\n');
  const good = readFileSync(file, 'utf8');
  expect(run('depth: -1').status).toBe(1);
  expect(readFileSync(file, 'utf8')).toBe(good);
});

test('a program with a warning: reported, and the output is written', () => {
  const build = "{ repoUrl: 'https://h/o/r', imageRegistry: 'r', image: 'i', imageTag: 't', run: true }";
  const { status, stdout, stderr } = runProgram(`new AgentBuildConstruct(new Chart(app, 'c'), 'b', ${build});`);
  expect({ status, stdout }).toEqual({ status: 0, stdout: 'synthesized\n' });
  expect(stderr).toMatch(
    /^warning: \[c\/b\/PipelineRun\] PipelineRun b-[0-9a-f]{10}: kind: Forbidden: OpenShift GitOps excludes PipelineRuns by default.* \(committed-pipeline-run\)\n$/,
  );
  expect(readFileSync(join(folder, 'dist/c.k8s.yaml'), 'utf8')).toContain('kind: PipelineRun');
});
