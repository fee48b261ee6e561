import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { describe, expect, test } from '@jest/globals';
import { builtinKind } from '../builtin-kind.js';
import { fieldsOf } from '../field-types.js';
import { kindLines, typeLines } from '../generated/types.js';

const typeNames = new Set(
  typeLines
    .trim()
    .split('\n')
    .map((line) => line.split(' ', 1)[0]),
);

test('every type that a kind or a field names exists', () => {
  const words = [...kindLines.matchAll(/ (\S+)/g), ...typeLines.matchAll(/:(\S+)/g)].map(([, word = '']) => word);
  const named = words.map((word) => word.replace(/@.*$/, '').replace(/^(\[\]|\{\})+/, ''));
  expect(named.filter((name) => !/^[sinbq*]$/.test(name) && !typeNames.has(name))).toEqual([]);
});

/** The kinds of Kubernetes 1.28, as cdk8s-plus-28 has them. */
const k8s = readFileSync(createRequire(import.meta.url).resolve('cdk8s-plus-28/lib/imports/k8s.js'), 'utf8');

describe('beside cdk8s-plus-28', () => {
  const kinds = [...k8s.matchAll(/\.GVK = \{\s*apiVersion: '([^']+)',\s*kind: '([^']+)'/g)].map(
    ([, apiVersion = '', kind = '']) => ({ apiVersion, kind }),
  );

  test('every kind is known, and exists in 1.28', () => {
    const objects = kinds.filter(
      ({ kind }) => !/List$|^(Status|DeleteOptions|WatchEvent|APIGroup|APIVersions)$/.test(kind),
    );
    expect(objects.length).toBeGreaterThan(50);
    const newer = objects.filter(({ apiVersion, kind }) => (builtinKind(apiVersion, kind)?.minors?.since ?? 28) > 28);
    expect(newer).toEqual([]);
    expect(objects.filter(({ apiVersion, kind }) => !builtinKind(apiVersion, kind))).toEqual([]);
  });

  const types = {
    JobSpec: 'batch.v1.JobSpec',
    PodSpec: 'core.v1.PodSpec',
    Container: 'core.v1.Container',
    ServiceSpec: 'core.v1.ServiceSpec',
  };
  test.each(Object.entries(types))('%s has the same fields in 1.28', (name, type) => {
    const body =
      new RegExp(`function toJson_${name}\\(obj\\) \\{[\\s\\S]*?const result = \\{([\\s\\S]*?)\\n {4}\\};`).exec(
        k8s,
      )?.[1] ?? '';
    const want = [...body.matchAll(/^ {8}'([^']+)':/gm)].map(([, field]) => field);
    const known = [...(fieldsOf(type) ?? [])].filter(([, { minors }]) => (minors?.since ?? 28) === 28);
    expect(known.map(([field]) => field)).toEqual(want.sort());
  });
});
