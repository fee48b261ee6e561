import { chmodSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { compile, type InstalledPackage, installed, installPackage, node, packLibrary } from './installed-package.js';

/** Its code is what docstrings say in a line. */
const generatedPage = 'docs/constructs-reference.md';

const pages = ['README.md', ...readdirSync('docs').map((name) => join('docs', name))].filter(
  (page) => page.endsWith('.md') && page !== generatedPage,
);
const examples = pages.flatMap((page) =>
  [...readFileSync(page, 'utf8').matchAll(/^( *)```ts\n(.*?)^ *```$/gms)].map(([, indent = '', code = '']) => ({
    page,
    code: code.replaceAll(new RegExp(`^${indent}`, 'gm'), ''),
  })),
);
const programs = examples.filter(({ code }) => code.startsWith('import '));
const fragments = examples.filter(({ code }) => !code.startsWith('import '));
const ofExecutors = programs.filter(({ code }) => code.includes("'kubetask/executors'"));
const ofConstructs = programs.filter((program) => !ofExecutors.includes(program));

/** A program around a fragment: what its page says before it. */
const completed = ({ code }: { code: string }, index: number): string => `
import { Chart } from 'cdk8s';
import { Secret } from 'cdk8s-plus-28';
import { AgentBuildConstruct, AgentConstruct, BatchConstruct, Context, FileContent, KubetaskApp, KubetaskInstall, WorkspaceConstruct } from 'kubetask';

const app = new KubetaskApp();
const chart = new Chart(app, 'fragment-${index}', { namespace: 'agents' });
const workspace = new WorkspaceConstruct(chart, 'claude', { agentImage: 'quay.io/myorg/claude-agent:v1.0' });
const variableContexts = [[Context.repository({ org: 'myorg', repo: 'service-a', branch: 'main' })]];
${code.replace(/^(Context\.[\s\S]*);\n$/, "new BatchConstruct(chart, 'example', { commonContext: [$1], variableContexts });\n")}
app.synth();
`;

const numbered = (name: string, codes: readonly string[]): Record<string, string> =>
  Object.fromEntries(codes.map((code, index) => [`${name}-${index}.mts`, code]));
const sources = {
  ...numbered(
    'constructs',
    ofConstructs.map(({ code }) => code),
  ),
  ...numbered('fragment', fragments.map(completed)),
  ...numbered(
    'executors',
    ofExecutors.map(({ code }) => code),
  ),
};

const strict = { target: 'es2022', module: 'nodenext', strict: true, noUncheckedIndexedAccess: true, types: ['node'] };
const options: Record<string, object> = {
  'a strict project that checks declarations too': { verbatimModuleSyntax: true, skipLibCheck: false },
  // cdk8s-plus-28's own declarations do not pass this flag, so they cannot be checked with it.
  'a project with exact optional properties': { exactOptionalPropertyTypes: true, skipLibCheck: true },
};

let user: InstalledPackage;
let project = '';
beforeAll(async () => {
  const tarball = await packLibrary();
  const packages = ['cdk8s', 'cdk8s-plus-28', 'constructs', '@types/node', 'undici-types'];
  user = installPackage(tarball, Object.fromEntries(packages.map((name) => [name, installed(name)])));
  tarball.remove();
  // Stands for another machine.
  const ssh = '#!/bin/sh\nshift\nexec sh -c "$*"\n';
  const batch = readFileSync('examples/update-deps.yaml', 'utf8');
  const fleet = readFileSync('examples/fleet.yaml', 'utf8');
  const page = readFileSync('docs/executors.md', 'utf8');
  const agent = /```sh\n(#!\/bin\/sh\n.*?)```/s.exec(page)?.[1] ?? '';
  const files = { ssh, 'agent.sh': agent, 'batch.yaml': batch, 'fleet.yaml': fleet };
  project = user.project('project', { ...sources, ...files });
  for (const name of ['ssh', 'agent.sh']) chmodSync(join(project, name), 0o755);
}, 300_000);
afterAll(() => user?.remove());

test('the pages have examples of all kinds', () =>
  expect([ofConstructs, fragments, ofExecutors].filter(({ length }) => length < 3)).toEqual([]));

test.each(Object.entries(options))('%s: all examples compile', (_, own) => {
  const compilerOptions = { ...strict, ...own };
  user.project('project', { 'tsconfig.json': JSON.stringify({ compilerOptions, files: Object.keys(sources) }) });
  expect(compile(project, 7)).toBe('');
});

test('the examples of constructs are synthesized', () => {
  const names = Object.keys(sources).filter((name) => !name.startsWith('executors'));
  const lines = names.map((name) => `await import('./${name.replace('.mts', '.mjs')}');`);
  user.project('project', { 'main.mjs': lines.join('\n') });
  expect(node(project, ['main.mjs'])).toEqual({ status: 0, stdout: '', stderr: '' });
  expect(readdirSync(join(project, 'dist'))).toEqual([
    'batches.k8s.yaml',
    'eu-1',
    'fleet.json',
    'fleet.k8s.yaml',
    ...fragments.map((_, index) => `fragment-${index}.k8s.yaml`),
    'gitops',
    'go-1-26.k8s.yaml',
    'helper.k8s.yaml',
    'release.k8s.yaml',
    'runs',
    'templates',
    'update-deps.k8s.yaml',
  ]);
});

/** What the example of a planned task prints: exit code, result and diff. */
const greeted = /^0 It is greeted\. diff --git [\s\S]*\+\+\+ b\/greeting\.txt\n[\s\S]*\+Greet the moon\.\n/;

test('the examples of executors run', () => {
  const results = [0, 1, 2].map((index) =>
    node(project, [`executors-${index}.mjs`], { PATH: `${project}:${process.env['PATH']}` }),
  );
  expect(results).toEqual([
    { status: 0, stdout: expect.stringMatching(greeted), stderr: '' },
    { status: 0, stdout: 'hello world\n', stderr: '' },
    { status: 0, stdout: "it's there\n", stderr: '' },
  ]);
});
