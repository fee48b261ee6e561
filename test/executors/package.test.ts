import { execFileSync, spawnSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { afterAll, beforeAll, expect, test } from '@jest/globals';

/** The published package, installed in an empty folder from its tarball and its dependencies. */
const folder = mkdtempSync(join(tmpdir(), 'test-executors-'));
const app = join(folder, 'app');
const run = (program: string, args: string[], cwd: string) =>
  execFileSync(program, args, { cwd, encoding: 'utf8', stdio: ['ignore', 'pipe', 'pipe'] });
const npm = (args: string[], cwd: string) =>
  run('npm', [...args, '--offline', '--no-audit', '--no-fund', '--ignore-scripts'], cwd);
const tsc = (args: string[]) =>
  spawnSync(resolve('node_modules/.bin/tsc'), args, { cwd: app, encoding: 'utf8' }).stdout;

const page = readFileSync('docs/executors.md', 'utf8').split('\n## Executors as a library\n')[1] ?? '';
const examples = [...page.matchAll(/```ts\n(.*?)```/gs)].map(([, code]) => code ?? '');

beforeAll(() => {
  const copy = join(folder, 'package');
  mkdirSync(copy);
  const { dependencies, ...manifest } = JSON.parse(readFileSync('package.json', 'utf8')) as { dependencies: object };
  writeFileSync(
    join(copy, 'package.json'),
    JSON.stringify({ ...manifest, dependencies, scripts: {}, workspaces: [], bin: {} }),
  );
  const build = ['-p', resolve('tsconfig.build.json'), '--outDir', join(copy, 'build')];
  run(resolve('node_modules/.bin/tsc'), [...build, '--tsBuildInfoFile', join(folder, 'info')], folder);
  const tarball = npm(['pack', '--silent', '--pack-destination', folder], copy).trim();
  mkdirSync(app);
  const installed = [...Object.keys(dependencies), 'argparse'].map((name) => resolve('node_modules', name));
  npm(['install', '--install-links', join(folder, tarball), ...installed], app);
  mkdirSync(join(app, 'node_modules/@types'));
  for (const name of ['@types/node', 'undici-types'])
    symlinkSync(resolve('node_modules', name), join(app, 'node_modules', name));
  // Stands for the other machine.
  writeFileSync(join(app, 'ssh'), '#!/bin/sh\nshift\nexec sh -c "$*"\n', { mode: 0o755 });
}, 240_000);
afterAll(() => rmSync(folder, { recursive: true, force: true }));

const node = (file: string) => {
  const env = { PATH: `${app}:${process.env['PATH']}` };
  const { status, stdout, stderr } = spawnSync(process.execPath, [file], { cwd: app, env, encoding: 'utf8' });
  return { status, stdout, stderr };
};

test('JavaScript', () => {
  writeFileSync(
    join(app, 'main.mjs'),
    `import { execute, executors, planLocal } from 'kubetask/executors';
const { stdout, stderr } = process;
const { exitCode } = await execute({ name: 'a', script: 'echo "$1"; exit 3', args: ['here'] }, { stdout, stderr });
console.log(exitCode, Object.keys(executors).includes('container'), typeof planLocal);`,
  );
  expect(node('main.mjs')).toEqual({ status: 0, stdout: 'here\n3 true function\n', stderr: '' });
}, 60_000);

test('TypeScript: the examples of the page compile and run', () => {
  examples.forEach((code, index) => {
    writeFileSync(join(app, `example-${index}.mts`), code);
  });
  // The types of planned Pods are those of @kubernetes/client-node, which is not installed here.
  const strictest = { strict: true, noUncheckedIndexedAccess: true, exactOptionalPropertyTypes: true };
  const compilerOptions = { ...strictest, target: 'es2022', module: 'nodenext', types: ['node'], skipLibCheck: true };
  const files = examples.map((_, index) => `example-${index}.mts`);
  writeFileSync(join(app, 'tsconfig.json'), JSON.stringify({ compilerOptions, files }));
  expect(tsc(['-p', '.'])).toBe('');
  expect(files.map((_, index) => node(`example-${index}.mjs`))).toEqual([
    { status: 0, stdout: 'hello world\n', stderr: '' },
    { status: 0, stdout: "it's there\n", stderr: '' },
  ]);
}, 120_000);
