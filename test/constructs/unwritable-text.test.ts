import { mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, expect, test } from '@jest/globals';
import { ApiObject, Chart } from 'cdk8s';
import { KubetaskApp, SynthesisError } from '../../constructs/index.js';

const outdir = mkdtempSync(join(tmpdir(), 'kubetask-unwritable-'));
afterAll(() => rmSync(outdir, { recursive: true }));

test('half of a surrogate pair: a problem that names the object and the path, and nothing is written', () => {
  const app = new KubetaskApp({ outdir });
  const chart = new Chart(app, 'c');
  const metadata = { name: 'x' };
  new ApiObject(chart, 'a', { apiVersion: 'v1', kind: 'ConfigMap', metadata, data: { key: 'x' } });
  new ApiObject(chart, 'b', { apiVersion: 'v1', kind: 'ConfigMap', metadata: { name: 'y' }, data: { key: '\ud800' } });
  const problem =
    '[c/b] ConfigMap y: data.key: Invalid value: it contains half of a surrogate pair, which is no character; remove it';
  expect(() => app.synth()).toThrow(new SynthesisError([problem]));
  expect(readdirSync(outdir)).toEqual([]);
});
