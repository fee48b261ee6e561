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
    exports: { '.': { types: './build/index.d.ts' }, './imports/*': './build/imports/*.js' },
    bin: { tool: 'build/tool' },
  };
  const packed = ['build/index.d.ts', 'build/imports/a.js', 'build/tool'];
  const cases: Record<string, { paths: string[]; want: string[] }> = {
    'everything named is packed: no problem': { paths: packed, want: [] },
    'a pattern that matches no file: is named': {
      paths: ['build/index.d.ts', 'build/imports/a.d.ts', 'build/tool'],
      want: ['npm package: build/imports/*.js is named in package.json but not packed'],
    },
    'a missing program: is named': {
      paths: packed.slice(0, 2),
      want: ['npm package: build/tool is named in package.json but not packed'],
    },
    'a test is packed: is named': {
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
