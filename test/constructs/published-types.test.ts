import { spawnSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, expect, test } from '@jest/globals';

const root = fileURLToPath(new URL('../..', import.meta.url));
const project = mkdtempSync(join(tmpdir(), 'kubetask-types-'));
afterAll(() => rmSync(project, { recursive: true }));

/** The compiler's errors; empty when there are none. */
function compile(configFile: string, compilerOptions: object, files: readonly string[]): string {
  writeFileSync(join(project, configFile), JSON.stringify({ compilerOptions, files }));
  const { stdout, stderr } = spawnSync(join(root, 'node_modules/.bin/tsc'), ['-p', configFile], {
    cwd: project,
    encoding: 'utf8',
  });
  return stdout + stderr;
}

function emitDeclarations(): string {
  const { compilerOptions } = JSON.parse(readFileSync(join(root, 'tsconfig.json'), 'utf8'));
  const place = { rootDir: root, outDir: 'kubetask', typeRoots: [join(root, 'node_modules/@types')] };
  const emit = { emitDeclarationOnly: true, incremental: false, tsBuildInfoFile: null };
  return compile('emit.json', { ...compilerOptions, ...place, ...emit }, [join(root, 'constructs/index.ts')]);
}

/** A user's project: our declarations and peers, but no Kubernetes client. */
beforeAll(() => {
  expect(emitDeclarations()).toBe('');
  writeFileSync(join(project, 'package.json'), '{ "type": "module" }');
  mkdirSync(join(project, 'node_modules/@types'), { recursive: true });
  for (const peer of ['cdk8s', 'cdk8s-plus-28', 'constructs', '@types/node', 'undici-types'])
    symlinkSync(join(root, 'node_modules', peer), join(project, 'node_modules', peer));
});

const page = readFileSync(join(root, 'docs/constructs.md'), 'utf8');
const examples = [...page.matchAll(/```ts\n(.*?)```/gs)].map(([, code]) => code ?? '');

const strictest = {
  target: 'es2022',
  module: 'nodenext',
  strict: true,
  noUncheckedIndexedAccess: true,
  verbatimModuleSyntax: true,
  noEmit: true,
  types: ['node'],
  paths: { kubetask: ['./kubetask/constructs/index.d.ts'] },
};

const cases: Record<string, object> = {
  'a strict project that checks declarations too': { skipLibCheck: false },
  // cdk8s-plus-28's own declarations do not pass this flag, so they cannot be checked with it.
  'a project with exact optional properties': { exactOptionalPropertyTypes: true, skipLibCheck: true },
};

test.each(Object.entries(cases))('%s: the examples of docs/constructs.md compile', (_, options) => {
  const files = examples.map((_code, i) => `example-${i}.ts`);
  examples.forEach((code, i) => {
    writeFileSync(join(project, `example-${i}.ts`), code);
  });
  expect(files).toHaveLength(4);
  expect(compile('tsconfig.json', { ...strictest, ...options }, files)).toBe('');
});
