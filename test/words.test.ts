import { readdirSync, readFileSync } from 'node:fs';
import { expect, test } from '@jest/globals';

/** Everything but generated files. */
const folders = [
  ...[
    'api',
    'apps',
    'bench',
    'cli',
    'constructs',
    'docs',
    'examples',
    'executors',
    'plan',
    'runtime',
    'scripts',
    'wrapper',
  ],
  ...[
    'embedded-cluster',
    'kubernetes-client',
    'kubernetes-conventions',
    'kubernetes-schemas',
    'structural-schema',
    'stub-model',
    'work-queue',
    'yaml-writer',
  ].map((name) => `packages/${name}`),
  ...[
    'api',
    'apps',
    'cli',
    'constructs',
    'contexts',
    'contract',
    'examples',
    'faults',
    'gitops',
    'hostile',
    'imports',
  ].map((name) => `test/${name}`),
  ...['install', 'kubernetes-client', 'manifest', 'plan', 'runtime', 'scripts', 'supply-chain'].map(
    (name) => `test/${name}`,
  ),
];
const pages = [
  'ARCHITECTURE.md',
  'CHANGELOG.md',
  'CONTRIBUTING.md',
  'DECISIONS.md',
  'README.md',
  'RELEASING.md',
  'SECURITY.md',
];

/** Words for which docs/glossary.md has another one. */
const unwanted =
  /\b(told|judg\w+|in peace|last words|comes? to light|by turns|stands? in the way|stands? in\b(?!-)|a program of yours|befalls?|so long after|it is no flag|namesakes?|anew|nobody look(s|ed)?)\b/gi;

/** A page that explains words by naming them, and measured files that are not edited for their words. */
const allowed = new Set([
  'docs/glossary.md',
  'runtime/engine/reconcile/status-writer.ts',
  'packages/kubernetes-client/cache/reflector.ts',
  'packages/kubernetes-client/transport/exchange.ts',
  'packages/kubernetes-client/transport/socket-pool.ts',
  'packages/kubernetes-client/transport/transport.ts',
]);

const filesIn = (folder: string, named: RegExp): string[] =>
  readdirSync(folder, { recursive: true, encoding: 'utf8' })
    .filter((name) => named.test(name))
    .map((name) => `${folder}/${name}`);

const files = [...pages, ...folders.flatMap((folder) => filesIn(folder, /\.(ts|mjs|sh|md|yaml)$/))].filter(
  (file) => !allowed.has(file),
);

test.each(files)('%s uses the words of the glossary', (file) => {
  expect(readFileSync(file, 'utf8').match(unwanted) ?? []).toEqual([]);
});

/** Why not: a problem of what was given, or a failure of what ran. The code has no third word. */
const thirdWords = /hindrance|obstacle|trouble|refusal|\bfindings?\b|Finding\b/gi;
const code = [
  'api',
  'cli',
  'constructs',
  'plan',
  'runtime',
  'test/cli',
  'test/constructs',
  'test/manifest',
  'test/plan',
  'test/runtime',
];

test.each(code)('%s: a problem or a failure', (folder) => {
  const found = filesIn(folder, /\.ts$/).flatMap((file) => readFileSync(file, 'utf8').match(thirdWords) ?? []);
  expect(found).toEqual([]);
});
