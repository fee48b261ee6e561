import { describe, expect, test } from '@jest/globals';
import { packageProblems, versionProblems } from '../../scripts/release-problems.js';

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
    exports: { '.': { types: './build/api/index.d.ts' }, './imports/*': './build/imports/*.js' },
    bin: { tool: 'build/kubectl-task' },
  };
  const local = [
    'build/kubectl-task-local.mjs',
    'build/kubectl-task-kaniko.mjs',
    'images/echo-agent/echo-agent.sh',
    'images/fetch/fetch.mjs',
    'imports/crds/tekton.dev/task.yaml',
  ];
  const packed = ['build/api/index.d.ts', 'build/imports/a.js', 'build/kubectl-task', ...local];
  const cases: Record<string, { paths: string[]; want: string[] }> = {
    'everything named is packed: no problem': { paths: packed, want: [] },
    'a pattern that matches no file: listed': {
      paths: ['build/api/index.d.ts', 'build/imports/a.d.ts', 'build/kubectl-task', ...local],
      want: ['npm package: build/imports/*.js is needed but not packed'],
    },
    'a missing program: listed': {
      paths: packed.filter((path) => path !== 'build/kubectl-task'),
      want: ['npm package: build/kubectl-task is needed but not packed'],
    },
    'the embedded cluster is missing: listed': {
      paths: packed.filter((path) => path !== 'build/kubectl-task-local.mjs'),
      want: ['npm package: build/kubectl-task-local.mjs is needed but not packed'],
    },
    'a test is packed: listed': {
      paths: [...packed, 'build/test/a.js'],
      want: ['npm package: build/test/a.js is packed; add it to "files" with "!"'],
    },
  };
  test.each(Object.entries(cases))('%s', (_, { paths, want }) => {
    expect(
      packageProblems(
        manifest,
        paths.map((path) => ({ path })),
      ),
    ).toEqual(want);
  });
});
