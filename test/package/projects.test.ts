import { cpSync, readdirSync, readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import {
  type Compiler,
  compile,
  type InstalledPackage,
  installed,
  installedForUsers,
  installPackage,
  node,
  packLibrary,
  type Tarball,
} from './installed-package.js';

const cdk8s = ['cdk8s', 'constructs'];
const nodeTypes = ['@types/node', 'undici-types'];
const linked = (names: readonly string[]) => Object.fromEntries(names.map((name) => [name, installed(name)]));
const linkedForUsers = (names: readonly string[]) =>
  Object.fromEntries(names.map((name) => [name, installedForUsers(name)]));

let tarball: Tarball;
/** With everything that the documentation uses. */
let user: InstalledPackage;
/** As `cdk8s init typescript-app` installs it: with cdk8s-plus-33, without cdk8s-plus-28. */
let template: InstalledPackage;

beforeAll(async () => {
  tarball = await packLibrary();
  user = installPackage(tarball, linked([...cdk8s, 'cdk8s-plus-28', ...nodeTypes]));
  template = installPackage(tarball, {
    ...linked([...cdk8s, 'cdk8s-plus-33', '@types/jest', ...nodeTypes]),
    ...linkedForUsers(['jest', 'ts-jest', 'typescript']),
  });
}, 300_000);
afterAll(() => {
  for (const one of [tarball, user, template]) one?.remove();
});

const tsconfig = (compilerOptions: object, files: readonly string[]) => JSON.stringify({ compilerOptions, files });

/** Uses every entry point of the package, and prints what is synthesized. */
const program = `import { Chart } from 'cdk8s';
import { Secret } from 'cdk8s-plus-28';
import { BatchConstruct, Context, KubetaskApp, WorkspaceConstruct, type BatchProps } from 'kubetask';
import { execute, executors, type Executor } from 'kubetask/executors';
import { Batch } from 'kubetask/imports/kubetask.io';

const app = new KubetaskApp();
const chart = new Chart(app, 'updates', { namespace: 'agents' });
const secret = Secret.fromSecretName(chart, 'github', 'github');
const props: BatchProps = {
  workspace: new WorkspaceConstruct(chart, 'claude', { agentImage: 'quay.io/myorg/claude-agent:v1.0' }),
  variableContexts: [[Context.repository({ org: 'myorg', repo: 'service-a', branch: 'main', secret })]],
  run: { runId: '001' },
};
new BatchConstruct(chart, 'update', props);
new Batch(chart, 'raw', { metadata: { name: 'raw' }, spec: { variableContexts: [] } });
console.log(app.synthYaml().match(/^kind: .*/gm)?.join());

const executor: Executor = executors.local();
void execute({ name: 'greet', script: 'echo hello' }, { executor, stdout: process.stdout, stderr: process.stderr });
`;
const printed = {
  status: 0,
  stdout: 'kind: WorkspaceConfig,kind: Batch,kind: BatchRun,kind: ConfigMap,kind: Job,kind: Batch\nhello\n',
  stderr: '',
};

const strict = {
  target: 'es2022',
  strict: true,
  noUncheckedIndexedAccess: true,
  // Our declarations are checked, too.
  skipLibCheck: false,
  types: ['node'],
};

describe('a strict TypeScript project compiles and runs', () => {
  const both = ['main.mts', 'main.cts'];
  const cases: Record<string, { compiler: Compiler; options: object; files: readonly string[] }> = {
    '5.9, NodeNext: ES modules and CommonJS': { compiler: 5, options: { module: 'nodenext' }, files: both },
    '7, NodeNext: ES modules and CommonJS': { compiler: 7, options: { module: 'nodenext' }, files: both },
    '5.9, CommonJS, node10': { compiler: 5, options: { module: 'commonjs' }, files: ['main.ts'] },
    '7, ES modules, resolution of bundlers': {
      compiler: 7,
      options: { module: 'es2022', moduleResolution: 'bundler' },
      files: ['main.mts'],
    },
  };
  test.each(Object.entries(cases))('%s', (name, { compiler, options, files }) => {
    const sources = Object.fromEntries(files.map((file) => [file, program]));
    const project = user.project(name, { ...sources, 'tsconfig.json': tsconfig({ ...strict, ...options }, files) });
    expect(compile(project, compiler)).toBe('');
    const results = files.map((file) => node(project, [file.replace('ts', 'js')]));
    expect(results).toEqual(files.map(() => printed));
  });
});

test('a small app loads neither the CEL engine nor what only other apps need', () => {
  const small = `const { Chart } = require('cdk8s');
const { BatchConstruct, Context, KubetaskApp } = require('kubetask');
const app = new KubetaskApp();
const variableContexts = [[Context.repository({ org: 'myorg', repo: 'service-a' })]];
new BatchConstruct(new Chart(app, 'small'), 'update', { variableContexts, run: { runId: '001' } });
app.synth();
const library = require('node:path').dirname(require.resolve('kubetask'));
for (const path of Object.keys(require.cache).sort()) if (path.startsWith(library)) console.log(path.slice(library.length));
`;
  const project = user.project('small', { 'main.cjs': small });
  expect(node(project, ['main.cjs'])).toEqual({ status: 0, stdout: '/index.js\n/shared.js\n', stderr: '' });
});

/** Mistakes by what the compiler says last, in at most four lines. */
const mistakes: Record<string, string> = {
  "Context.repository({ org: 'o', repo: 'r', branch: 'main', revision: 'v1' });": 'give either branch or revision',
  "Context.repository({ org: 'o', repo: 'r', url: 'https://h/r.git' });": 'give either org and repo, or url',
  "Context.repository({ org: 'o', branch: 'main' });": "Property 'repo' is missing",
  "FileContent.fromConfigMap(secret, 'key');": 'this is a Secret: give a ConfigMap, or use fromSecret',
  "Credential.fromSecret('c', secret, 'key', { fileMode: 0o400 });": "but required in type 'Credential",
  "new BatchConstruct(chart, 'b', { variableContexts, run: { name: 'a', runId: '1' } });":
    'give one of runId, name and suffix',
  "new BatchConstruct(chart, 'b', { variableContexts, activeDeadlineSeconds: 5 });": "write 'activeDeadline'?",
  "new BatchConstruct(chart, 'b', { variableContexts, tasks: [] });": 'give either variableContexts or tasks',
  "new BatchConstruct(chart, 'b', { backoffLimit: 1 });": "Property 'variableContexts' is missing",
  "new BatchConstruct(chart, 'b', { run: { runId: '1' } });": "Property 'variableContexts' is missing",
  "new BatchConstruct(chart, 'b', { variableContexts, run: { params: { a: 'b' } } });":
    "Property ''give one of runId, name and suffix'' is missing",
  "new BatchConstruct(chart, 'b', { variableContexts, run: { jobs: 'runtime' } });":
    "Property ''give one of runId, name and suffix'' is missing",
  "new TaskConstruct(chart, 't', { steps: [{ script: 'x' }], run: { params: {} } });":
    "Property ''give one of runId, name and suffix'' is missing",
  "new TaskConstruct(chart, 't', { steps: [{ script: 'x' }], contexts: [] });": 'give either steps or contexts',
  "new TaskConstruct(chart, 't', { steps: [{ script: 'x', command: ['x'] }] });":
    'give either a script, or command and args',
  "new TaskConstruct(chart, 't', { steps: [{ args: ['x'] }] });": "Property 'image' is missing",
  "new WorkspaceConstruct(chart, 'w', { agentimage: 'x' });": "write 'agentImage'?",
};

test.each([5, 7] as const)('TypeScript %i: a mistake is a short error that names the fix', (compiler) => {
  const head = `import type { Chart } from 'cdk8s';
import type { Secret } from 'cdk8s-plus-28';
import { BatchConstruct, Context, Credential, FileContent, TaskConstruct, WorkspaceConstruct } from 'kubetask';
declare const chart: Chart, secret: Secret;
const variableContexts = [[Context.repository({ org: 'o', repo: 'r' })]];
`;
  const before = head.split('\n').length;
  const options = { ...strict, module: 'nodenext', noEmit: true, skipLibCheck: true };
  const project = user.project(`mistakes-${compiler}`, {
    'main.mts': head + Object.keys(mistakes).join('\n'),
    'tsconfig.json': tsconfig(options, ['main.mts']),
  });
  const errors = compile(project, compiler).split(/^(?=main\.mts)/m);
  const want = Object.values(mistakes).map((fix, index) => ({
    line: before + index,
    last: expect.stringContaining(fix),
    isShort: true,
  }));
  const found = errors.map((error) => {
    const lines = error.trimEnd().split('\n');
    const line = Number(/^main\.mts\((\d+)/.exec(error)?.[1]);
    return { line, last: lines.at(-1), isShort: lines.length <= 4 };
  });
  expect(found.filter(({ line }, index) => line !== found[index - 1]?.line)).toEqual(want);
});

describe('JavaScript without types', () => {
  const lines = `
const app = new KubetaskApp();
const workspace = new WorkspaceConstruct(new Chart(app, 'c'), 'w');
console.log(app.synthYaml().split('\\n')[1]);`;
  const cases: Record<string, string> = {
    'main.mjs': `import { Chart } from 'cdk8s';
import { KubetaskApp, WorkspaceConstruct } from 'kubetask';${lines}`,
    'main.cjs': `const { Chart } = require('cdk8s');
const { KubetaskApp, WorkspaceConstruct } = require('kubetask');${lines}`,
  };
  test.each(Object.entries(cases))('%s', (file, text) => {
    const project = user.project('javascript', { [file]: text });
    expect(node(project, [file])).toEqual({ status: 0, stdout: 'kind: WorkspaceConfig\n', stderr: '' });
  });

  test('the constructs bring no Kubernetes client', () => {
    const bundle = readFileSync(join(user.folder, 'node_modules/kubetask/build/library/constructs/index.js'), 'utf8');
    expect(bundle.match(/kubernetes-client|client-node|embedded-cluster/g)).toBeNull();
    expect(readdirSync(join(user.folder, 'node_modules')).filter((name) => !name.startsWith('.'))).toEqual([
      ...['@types', 'cdk8s', 'cdk8s-plus-28', 'constructs', 'kubetask', 'undici-types', 'ws', 'yaml'],
    ]);
  });

  test('imported and required: each class is there once', () => {
    const project = user.project('both', {
      'main.mjs': `import { createRequire } from 'node:module';
import * as imported from 'kubetask';
import * as batch from 'kubetask/imports/kubetask.io';
import * as executors from 'kubetask/executors';
const require = createRequire(import.meta.url);
const pairs = [[imported, 'kubetask'], [batch, 'kubetask/imports/kubetask.io'], [executors, 'kubetask/executors']];
for (const [module, name] of pairs)
  console.log(Object.keys(module).length > 2, Object.entries(module).every(([key, value]) => require(name)[key] === value));`,
    });
    expect(node(project, ['main.mjs'])).toEqual({ status: 0, stdout: 'true true\n'.repeat(3), stderr: '' });
  });
});

describe('a project of cdk8s init typescript-app', () => {
  const source = resolve('examples/cdk8s-project');
  const initial = installed('cdk8s-cli/templates/typescript-app');
  const configuration = (folder: string) => ({
    tsconfig: JSON.parse(readFileSync(join(folder, 'tsconfig.json'), 'utf8')),
    jest: readFileSync(join(folder, 'jest.config.js'), 'utf8').replace(/[\s'",;]/g, ''),
  });
  let project = '';
  beforeAll(() => {
    project = template.project('infrastructure', {});
    cpSync(source, project, { recursive: true });
  });

  test('examples/cdk8s-project has the configuration of the template', () => {
    expect(configuration(source)).toEqual(configuration(initial));
  });

  test('compiles without cdk8s-plus-28, and synthesizes', () => {
    expect(compile(project, 5)).toBe('');
    expect(node(project, ['main.js'])).toEqual({ status: 0, stdout: '', stderr: '' });
    expect(readdirSync(join(project, 'dist'))).toEqual(['platform.k8s.yaml']);
  });

  test('its jest 29 runs Testing.synth', () => {
    const { status, stderr } = node(project, [installedForUsers('jest/bin/jest.js'), '--ci']);
    expect({ status, stderr }).toEqual({ status: 0, stderr: expect.stringContaining('Tests:       2 passed') });
  });

  test('a construct that needs cdk8s-plus-28: the error says what to install', () => {
    const agent = `const { App, Chart } = require('cdk8s');
const { AgentConstruct } = require('kubetask');
new AgentConstruct(new Chart(new App(), 'c'), 'a', { image: 'i' });`;
    const { status, stderr } = node(template.project('agent', { 'main.js': agent }), ['main.js']);
    expect({ status, stderr }).toEqual({
      status: 1,
      stderr: expect.stringContaining(
        'Error: Cannot create this construct without cdk8s-plus-28: run npm install cdk8s-plus-28',
      ),
    });
  });
});

describe('examples/campaigns', () => {
  const files = ['main.ts', 'multi-provider.ts', 'github-fleet.ts'];
  let project = '';
  beforeAll(() => {
    project = user.project('campaigns', {
      'tsconfig.json': tsconfig(
        { ...strict, module: 'nodenext', exactOptionalPropertyTypes: true, skipLibCheck: true },
        files,
      ),
    });
    cpSync('examples/campaigns', project, { recursive: true });
  });
  const namesOf = (file: string) =>
    [...readFileSync(join(project, 'dist', file), 'utf8').matchAll(/^kind: Job\n[\s\S]*?^ {2}name: (.*)/gm)].map(
      ([, name = '']) => name.replace(/(-[0-9a-f]{8}){1,2}$/, ''),
    );

  test('compiles and synthesizes, without a finding', () => {
    expect(compile(project, 7)).toBe('');
    expect(node(project, ['main.js'])).toEqual({ status: 0, stdout: '', stderr: '' });
    expect(readdirSync(join(project, 'dist'))).toEqual([
      ...['multi-provider.k8s.yaml', 'update-go-0.k8s.yaml', 'update-go-1.k8s.yaml', 'update-go.k8s.yaml'],
    ]);
  });

  test('two providers: a task of each for each repository, on different branches', () => {
    const repositories = ['service-a', 'service-b', 'service-c'];
    expect(namesOf('multi-provider.k8s.yaml')).toEqual(
      ['claude', 'gemini'].flatMap((agent) => repositories.map((name) => `update-go-${agent}-001-myorg-${name}`)),
    );
    const text = readFileSync(join(project, 'dist/multi-provider.k8s.yaml'), 'utf8');
    expect(new Set(text.match(/kubetask\/[0-9a-f]{12}$/gm)).size).toBe(6);
  });

  test('the waves of a fleet: each service once, without forks, archived and empty repositories', () => {
    const waves = [0, 1].map((wave) => namesOf(`update-go-${wave}.k8s.yaml`));
    const services = waves.flat().map((name) => name.replace(/^update-go-\d-001-myorg-/, ''));
    expect(services.sort()).toEqual(['billing', 'catalog', 'checkout', 'search', 'shipping']);
    expect(waves.filter(({ length }) => length === 0)).toEqual([]);
  });
});

test('plain JavaScript with jest 29, without any setting', () => {
  const project = template.project('javascript-jest', {
    'package.json': '{}',
    'batch.test.js': `const { Chart, Testing } = require('cdk8s');
const { BatchConstruct, Context, ManifestConstruct } = require('kubetask');
const { executors } = require('kubetask/executors');
test('synth', () => {
  const chart = new Chart(Testing.app(), 'c');
  new BatchConstruct(chart, 'b', { variableContexts: [[Context.repository({ org: 'o', repo: 'r' })]], run: { runId: '1' } });
  expect(Testing.synth(chart).map(({ kind }) => kind)).toEqual(['Batch', 'BatchRun', 'ConfigMap', 'Job']);
  expect(Object.keys(executors)).toContain('local');
});`,
  });
  const { status, stderr } = node(project, [installedForUsers('jest/bin/jest.js'), '--ci']);
  expect({ status, stderr }).toEqual({ status: 0, stderr: expect.stringContaining('Tests:       1 passed') });
});
