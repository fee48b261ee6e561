import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, test } from '@jest/globals';
import { ApiObject, App, Chart } from 'cdk8s';
import { Construct } from 'constructs';
import { loadAll } from 'js-yaml';
import { KubetaskApp, SynthesisError } from '../../constructs/index.js';
import type { KubernetesObject } from '../../packages/kubernetes-conventions/kubernetes-object.js';

const folder = mkdtempSync(join(tmpdir(), 'kubetask-order-'));
afterAll(() => rmSync(folder, { recursive: true }));

const thing = (scope: Construct, name: string) =>
  new ApiObject(scope, name, { apiVersion: 'example.com/v1', kind: 'Thing', metadata: { name } });

/** A group of objects, whose names begin with its own. */
function group(scope: Construct, id: string, names: readonly string[]): Construct {
  const construct = new Construct(scope, id);
  for (const name of names) thing(construct, name);
  return construct;
}

/** The names of the written objects by file. */
function written(app: App, outdir: string): Record<string, string[]> {
  app.synth();
  const namesIn = (file: string) =>
    (loadAll(readFileSync(join(outdir, file), 'utf8')) as KubernetesObject[]).map(({ metadata }) => metadata.name);
  return Object.fromEntries(readdirSync(outdir).map((file) => [file, namesIn(file)]));
}

const cases: Record<string, { fill: (app: App) => void; want: Record<string, string[]> }> = {
  'no dependency: the order of construction': {
    fill: (app) => group(new Chart(app, 'c'), 'g', ['b', 'a']),
    want: { 'c.k8s.yaml': ['b', 'a'] },
  },
  'an object depends on a later one: the later one moves before it, the others stay': {
    fill: (app) => {
      const chart = new Chart(app, 'c');
      thing(chart, 'x');
      const first = thing(chart, 'a');
      thing(chart, 'y');
      first.addDependency(thing(chart, 'b'));
    },
    want: { 'c.k8s.yaml': ['x', 'b', 'a', 'y'] },
  },
  'a construct depends on another: all objects of the other come first': {
    fill: (app) => {
      const chart = new Chart(app, 'c');
      const first = group(chart, 'first', ['a', 'b']);
      first.node.addDependency(group(chart, 'second', ['c', 'd']));
    },
    want: { 'c.k8s.yaml': ['c', 'd', 'a', 'b'] },
  },
  'a construct depends on an object in it: that one comes first': {
    fill: (app) => {
      const first = group(new Chart(app, 'c'), 'first', ['a', 'b', 'z']);
      first.node.addDependency(first.node.findChild('z'));
    },
    want: { 'c.k8s.yaml': ['z', 'a', 'b'] },
  },
  'a chain: in its order': {
    fill: (app) => {
      const chart = new Chart(app, 'c');
      const [a, b, c] = ['a', 'b', 'c'].map((name) => thing(chart, name));
      a?.addDependency(b as ApiObject);
      b?.addDependency(c as ApiObject);
    },
    want: { 'c.k8s.yaml': ['c', 'b', 'a'] },
  },
  'a chart depends on another: files are numbered': {
    fill: (app) => {
      const a = new Chart(app, 'a');
      thing(a, 'a1');
      const b = new Chart(app, 'b');
      thing(b, 'b1');
      a.addDependency(b);
    },
    want: { '0000-b.k8s.yaml': ['b1'], '0001-a.k8s.yaml': ['a1'] },
  },
  'an object depends on one of another chart: files are numbered': {
    fill: (app) => {
      const object = thing(new Chart(app, 'a'), 'a1');
      object.addDependency(thing(new Chart(app, 'b'), 'b1'));
    },
    want: { '0000-b.k8s.yaml': ['b1'], '0001-a.k8s.yaml': ['a1'] },
  },
};

describe.each(Object.entries(cases))('%s', (name, { fill, want }) => {
  test.each(Object.entries({ KubetaskApp: KubetaskApp, "cdk8s' App": App }))('%s', (kind, Kind) => {
    const outdir = join(folder, `${name} ${kind}`);
    const app = new Kind({ outdir });
    fill(app);
    expect(written(app, outdir)).toEqual(want);
  });
});

test('a cycle: a problem that names it', () => {
  const app = new KubetaskApp();
  const chart = new Chart(app, 'c');
  const [a, b] = ['a', 'b'].map((name) => thing(chart, name)) as [ApiObject, ApiObject];
  a.addDependency(b);
  b.addDependency(a);
  expect(() => app.manifests()).toThrow(
    new SynthesisError(['[c/a] depends on [c/b] depends on [c/a]: a cycle; remove one of the dependencies']),
  );
});

test('layers of constructs that depend on each other: each dependency is looked up once', () => {
  const app = new KubetaskApp();
  const chart = new Chart(app, 'c');
  const names = Array.from({ length: 50 }, (_, i) => i);
  const layers = Array.from({ length: 50 }, (_, layer) =>
    group(
      chart,
      `l${layer}`,
      names.map((i) => `o${layer}-${i}`),
    ),
  );
  layers.slice(1).forEach((layer, i) => {
    layers[i]?.node.addDependency(layer);
  });
  const [first] = [...app.manifests().values()];
  expect(first?.indexOf('name: o49-0\n')).toBeLessThan(first?.indexOf('name: o0-0\n') ?? 0);
});
