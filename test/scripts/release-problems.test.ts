import { readFileSync } from 'node:fs';
import { describe, expect, test } from '@jest/globals';
import {
  embeddedClusterContents,
  kubetaskContents,
  packageProblems,
  versionProblems,
} from '../../scripts/release-problems.js';

describe('versionProblems', () => {
  const cases: Record<string, { places: Record<string, string | undefined>; want: string[] }> = {
    'every place names the version: no problem': { places: { a: '1.2.0', b: '1.2.0' }, want: [] },
    'two places differ: both are listed': {
      places: { a: '1.1.0', b: undefined, c: '1.2.0' },
      want: ['a: names version 1.1.0; package.json says 1.2.0', 'b: names version none; package.json says 1.2.0'],
    },
  };
  test.each(Object.entries(cases))('%s', (_, { places, want }) => {
    expect(versionProblems('1.2.0', places)).toEqual(want);
  });
});

describe('packageProblems', () => {
  const manifest = {
    name: 'kubetask',
    types: './build/library/constructs/index.d.ts',
    exports: { './imports/*': './build/library/imports/*.js' },
    bin: { tool: 'build/kubectl-task' },
  };
  const local = [
    'build/library/package.json',
    'build/library/executors/embedded-cluster.js',
    'build/library/constructs/late.js',
    'build/library/constructs/shared.js',
    'build/library/packages/cel-js.js',
    'build/library/packages/js-yaml.js',
    'build/library/schemas/types.json',
    'build/kubectl-task-local.mjs',
    'build/kubectl-task-kaniko.mjs',
    'images/echo-agent/echo-agent.sh',
    'images/fetch/fetch.mjs',
    'images/fetch/git-tokens.mjs',
    'imports/crds/tekton.dev/task.yaml',
  ];
  const packed = [
    'build/library/constructs/index.d.ts',
    'build/library/imports/kubetask.io.js',
    'build/kubectl-task',
    ...local,
  ];
  const cases: Record<string, { paths: string[]; want: string[] }> = {
    'everything named is packed: no problem': { paths: packed, want: [] },
    'a pattern that matches no file: listed': {
      paths: packed.filter((path) => path !== 'build/library/imports/kubetask.io.js'),
      want: ['npm package kubetask: build/library/imports/*.js is needed but not packed'],
    },
    'the declarations that types names are missing: listed': {
      paths: packed.filter((path) => path !== 'build/library/constructs/index.d.ts'),
      want: ['npm package kubetask: build/library/constructs/index.d.ts is needed but not packed'],
    },
    'a missing program: listed': {
      paths: packed.filter((path) => path !== 'build/kubectl-task'),
      want: ['npm package kubetask: build/kubectl-task is needed but not packed'],
    },
    'the embedded cluster is missing: listed': {
      paths: packed.filter((path) => path !== 'build/kubectl-task-local.mjs'),
      want: ['npm package kubetask: build/kubectl-task-local.mjs is needed but not packed'],
    },
    'a test is packed: listed': {
      paths: [...packed, 'build/test/a.js'],
      want: ['npm package kubetask: build/test/a.js is packed; add it to "files" with "!"'],
    },
  };
  test.each(Object.entries(cases))('%s', (_, { paths, want }) => {
    expect(
      packageProblems(
        manifest,
        paths.map((path) => ({ path })),
        kubetaskContents,
      ),
    ).toEqual(want);
  });
});

describe('packageProblems of the embedded cluster', () => {
  const manifest = {
    name: '@kubetask/embedded-cluster',
    exports: { '.': { types: './lib/embedded-cluster/index.d.ts', default: './lib/embedded-cluster/index.js' } },
  };
  const packed = [
    'README.md',
    'LICENSE',
    'package.json',
    'examples/greeting.ts',
    'lib/embedded-cluster/index.d.ts',
    'lib/embedded-cluster/index.js',
    'lib/embedded-cluster/stand-in/main.js',
    'lib/work-queue/work-queue.js',
  ];
  const cases: Record<string, { paths: string[]; want: string[] }> = {
    'modules, types, page and example: no problem': { paths: packed, want: [] },
    'types of an entry are missing: is named': {
      paths: packed.filter((path) => path !== 'lib/embedded-cluster/index.d.ts'),
      want: ['npm package @kubetask/embedded-cluster: lib/embedded-cluster/index.d.ts is needed but not packed'],
    },
    'the program of the builder is missing: is named': {
      paths: packed.filter((path) => !path.includes('stand-in')),
      want: ['npm package @kubetask/embedded-cluster: lib/embedded-cluster/stand-in/main.js is needed but not packed'],
    },
    'a test and a part of the product are packed: both are named': {
      paths: [...packed, 'lib/work-queue/test/a.js', 'lib/plan/naming.js'],
      want: [
        'npm package @kubetask/embedded-cluster: lib/work-queue/test/a.js is packed; add it to "files" with "!"',
        'npm package @kubetask/embedded-cluster: lib/plan/naming.js is packed; add it to "files" with "!"',
      ],
    },
  };
  test.each(Object.entries(cases))('%s', (_, { paths, want }) => {
    expect(
      packageProblems(
        manifest,
        paths.map((path) => ({ path })),
        embeddedClusterContents,
      ),
    ).toEqual(want);
  });
});

describe('the README of the npm package', () => {
  const pageLinks = [...readFileSync('README.md', 'utf8').matchAll(/\]\((?!https?:)([^)#]+\.md)/g)].map(
    ([, path = '']) => path,
  );
  const { files } = JSON.parse(readFileSync('package.json', 'utf8')) as { files: string[] };
  /** As npm reads the two forms that are used for pages. */
  const isPacked = (path: string) =>
    files.includes(path) || (files.includes('docs/**/*.md') && path.startsWith('docs/'));

  test.each([...new Set(pageLinks)].filter((path) => !path.startsWith('examples/')))(
    'links to %s, which is packed',
    (path) => {
      expect([path, isPacked(path), kubetaskContents.published.some((pattern) => pattern.test(path))]).toEqual([
        path,
        true,
        true,
      ]);
    },
  );
});
