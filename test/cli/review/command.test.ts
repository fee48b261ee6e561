import { execFileSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, readFileSync, realpathSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import type { KubernetesObject } from '../../../packages/kubernetes-conventions/kubernetes-object.js';
import { runPlugin } from '../plugin.js';
import { type CaseSpec, campaign, prompt } from './sample.js';

const folder = realpathSync(mkdtempSync(join(tmpdir(), 'plan-base-')));
const file = join(folder, 'batch.yaml');
const results = join(folder, 'results.json');
const identity = ['-c', 'user.name=a', '-c', 'user.email=a@example.com'];
const git = (...args: string[]) => execFileSync('git', ['-C', folder, ...identity, ...args], { stdio: 'pipe' });

const secret: KubernetesObject = { apiVersion: 'v1', kind: 'Secret', metadata: { name: 's', namespace: 'team' } };
const write = (spec: CaseSpec, ...others: KubernetesObject[]) =>
  writeFileSync(file, [...campaign(spec), ...others].map((one) => JSON.stringify(one)).join('\n---\n'));

beforeAll(() => {
  git('init', '--quiet', '--initial-branch=main');
  write({ places: ['a', 'b'], batch: { maxConcurrency: 1 } });
  git('add', '.');
  git('commit', '--quiet', '-m', 'one');
  const task = { index: 0, name: 'myorg/a', phase: 'Succeeded', result: { costUsd: 2 } };
  writeFileSync(
    results,
    JSON.stringify([{ ...task, startTime: '2026-03-01T10:00:00Z', completionTime: '2026-03-01T10:01:00Z' }]),
  );
});
afterAll(() => rmSync(folder, { recursive: true }));

/** No cluster can be reached. */
const env = { KUBECONFIG: '/nowhere', PATH: process.env['PATH'], HOME: folder };
const plan = (...args: string[]) => runPlugin(['plan', '-f', file, '--base', 'main', '--exit-code', ...args], env);

test('nothing changes: 0', async () => {
  write({ places: ['a', 'b'], batch: { maxConcurrency: 1 } });
  const { code, stdout } = await plan('-o', 'markdown');
  expect([code, stdout]).toEqual([0, expect.stringContaining('**Nothing changes.**')]);
});

test('something changes: 2; and every field of the report is documented', async () => {
  const batch = { maxConcurrency: 1, commonContext: [prompt('Other.\n')] };
  write(
    { places: ['a', 'b', 'c'], batch, workspace: { agentImage: 'a:2', concurrency: { limitKey: 'k', limit: 1 } } },
    secret,
  );
  const { code, stdout, stderr } = await plan('-o', 'json', '--results', results);
  expect([code, stderr]).toEqual([2, '']);
  const page = readFileSync('docs/plan-review.md', 'utf8').replace(/^```[\s\S]*?^```/gm, '');
  const documented = new Set([...page.matchAll(/`([^`]+)`/g)].flatMap(([, code = '']) => code.split(/\W+/)));
  expect([...fieldsOf(JSON.parse(stdout))].filter((field) => !documented.has(field))).toEqual([]);
});

test('a folder as people commit it: other files are left out, and objects of one name in two folders are both compared', async () => {
  const config = (value: string) => ({
    apiVersion: 'v1',
    kind: 'ConfigMap',
    metadata: { name: 'c', namespace: 'team' },
    data: { value },
  });
  const write = (name: string, content: unknown) => {
    mkdirSync(join(folder, 'dist', dirname(name)), { recursive: true });
    writeFileSync(join(folder, 'dist', name), typeof content === 'string' ? content : JSON.stringify(content));
  };
  write('chart/Chart.yaml', 'apiVersion: v2\nname: x\n');
  write('chart/templates/a.yaml', '{{- if .Values.a }}\nkind: {{ . }}\n');
  write('fleet.json', { clusters: [] });
  for (const cluster of ['eu', 'us']) write(`${cluster}/c.yaml`, config('1'));
  git('add', '.');
  git('commit', '--quiet', '-m', 'two');
  write('eu/c.yaml', config('2'));
  const args = ['plan', '-f', join(folder, 'dist'), '--base', 'main', '-o', 'json'];
  const { code, stdout, stderr } = await runPlugin(args, env);
  const note = 'note: 3 files are left out: of Helm charts, or without objects\n';
  expect([code, stderr]).toEqual([0, note + note]);
  expect(JSON.parse(stdout)).toMatchObject({
    objectCounts: { create: 0, change: 1, remove: 0, same: 1 },
    objects: [{ action: 'Change', name: 'c', fields: [{ path: 'data.value', before: '1', after: '2' }] }],
  });
});

/** Names of fields at any depth; those of outcomes and of units are values of others. */
function fieldsOf(value: unknown): Set<string> {
  if (Array.isArray(value)) return new Set(value.flatMap((item) => [...fieldsOf(item)]));
  if (typeof value !== 'object' || value === null) return new Set();
  return new Set(Object.entries(value).flatMap(([key, child]) => [key, ...fieldsOf(child)]));
}

const refused: Record<string, { args: string[]; want: string }> = {
  'a revision that is not there': { args: ['--base', 'origin/next'], want: 'fetch it: git fetch origin next' },
  'a base and a diff': {
    args: ['--base', 'main', '--diff', 'x'],
    want: "'--base <revision>' cannot be used with option",
  },
  'a format that a report does not have': { args: ['--base', 'main', '-o', 'wide'], want: 'use -o json' },
  'Markdown without a base': { args: ['-o', 'markdown'], want: 'it belongs to --base or --diff' },
  'results that are none': { args: ['--base', 'main', '--results', 'package.json'], want: 'it is not a list of tasks' },
};
test.each(Object.entries(refused))('%s: 1, and one error that says what to do', async (_, { args, want }) => {
  const { code, stdout, stderr } = await runPlugin(['plan', '-f', file, ...args], env);
  expect([code, stdout, stderr]).toEqual([1, '', expect.stringContaining(want)]);
});
