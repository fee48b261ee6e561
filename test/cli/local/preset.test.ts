import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { delimiter, join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { chosenPreset, stubMode } from '../../../cli/local/preset/chosen-preset.js';
import { withPreset } from '../../../cli/local/preset/with-preset.js';
import type { KubernetesObject } from '../../../packages/kubernetes-conventions/kubernetes-object.js';
import { geminiCli } from '../../../plan/agent-preset/presets/gemini-cli.js';

const object = (kind: string, spec: object, metadata: object = {}): KubernetesObject => ({
  apiVersion: kind === 'Job' ? 'batch/v1' : kind === 'ConfigMap' ? 'v1' : 'kubetask.io/v1alpha1',
  kind,
  metadata: { name: 'default', ...metadata },
  ...{ spec },
});
const config = (spec: object, metadata: object = {}) => object('WorkspaceConfig', spec, metadata);
const preset = geminiCli;
const stubUrl = 'http://127.0.0.1:1/push';
const stubEnv = [
  { name: 'GOOGLE_GEMINI_BASE_URL', value: stubUrl },
  { name: 'GEMINI_API_KEY', value: 'stub' },
];
const key = { name: 'key', secretRef: { name: 's', key: 'k' }, env: 'GEMINI_API_KEY' };
const github = { name: 'github', secretRef: { name: 'g', key: 'k' }, env: 'GITHUB_TOKEN' };
const ofRun = { labels: { 'kubetask.io/batch-run': 'r' } };

describe('the objects with another agent', () => {
  const cases: Record<string, { objects: KubernetesObject[]; stub?: string; want: KubernetesObject[] }> = {
    'another agent: only what does not belong to it is kept': {
      objects: [
        config({ agentImage: 'a:v1', command: ['a'], args: ['b'], runtimeClassName: 'gvisor', env: [{ name: 'A' }] }),
      ],
      want: [
        config({ runtimeClassName: 'gvisor', agent: { preset: 'gemini-cli' }, env: [{ name: 'A' }], credentials: [] }),
      ],
    },
    'the same agent: its settings are kept': {
      objects: [config({ agent: { preset: 'gemini-cli', model: 'm' } })],
      want: [config({ agent: { preset: 'gemini-cli', model: 'm' }, env: [], credentials: [] })],
    },
    'a stub: no key of the provider is needed, others are kept': {
      objects: [config({ credentials: [key, github], env: [{ name: 'GOOGLE_GEMINI_BASE_URL', value: 'x' }] })],
      stub: stubUrl,
      want: [
        config({
          agent: { preset: 'gemini-cli', model: 'stub-model', permissions: 'all' },
          env: stubEnv,
          credentials: [github],
        }),
      ],
    },
    'no WorkspaceConfig: each namespace with a run gets one': {
      objects: [object('Batch', {}), object('TaskRun', {}, { namespace: 'b' }), config({}, { namespace: 'b' })],
      want: [
        config({ agent: { preset: 'gemini-cli' }, env: [], credentials: [] }, { namespace: 'usual' }),
        object('Batch', {}),
        object('TaskRun', {}, { namespace: 'b' }),
        config({ agent: { preset: 'gemini-cli' }, env: [], credentials: [] }, { namespace: 'b' }),
      ],
    },
    'a synthesized run: its Jobs have the other agent, so they are planned by the reconciler': {
      objects: [
        config({}),
        object('BatchRun', { batchRef: 'b', jobs: 'synthesized' }, { namespace: 'usual' }),
        object('Job', {}, ofRun),
        object('ConfigMap', {}, ofRun),
        object('Job', {}),
      ],
      want: [
        config({ agent: { preset: 'gemini-cli' }, env: [], credentials: [] }),
        object('BatchRun', { batchRef: 'b', jobs: 'runtime' }, { namespace: 'usual' }),
        object('Job', {}),
      ],
    },
  };
  test.each(Object.entries(cases))('%s', (_, { objects, stub, want }) =>
    expect(withPreset(objects, { preset, ...(stub !== undefined && { stubUrl: stub }) }, 'usual')).toEqual(want),
  );
});

describe('what is given on the command line', () => {
  let folder: string;
  beforeAll(() => {
    folder = mkdtempSync(join(tmpdir(), 'test-preset-'));
    writeFileSync(join(folder, 'gemini'), '', { mode: 0o755 });
  });
  afterAll(() => rmSync(folder, { recursive: true }));

  test('a preset whose program is in PATH', () =>
    expect(chosenPreset('gemini-cli', ['/nowhere', folder].join(delimiter))).toBe(geminiCli));
  test('a preset whose program is not', () =>
    expect(() => chosenPreset('gemini-cli', '/nowhere')).toThrow(
      expect.objectContaining({
        message: 'Cannot run gemini: it is not installed here',
        hints: ['npm install --global @google/gemini-cli@0.61.0'],
      }),
    ));
  test('no preset', () =>
    expect(() => chosenPreset('gemini', folder)).toThrow(
      /^Cannot use --preset gemini: the preset does not exist; give claude-code/,
    ));
  test.each([
    [true as const, 'push'],
    ['429-after-120', '429-after-120'],
  ])('the mode %s', (given, want) => expect(stubMode(given)).toBe(want));
  test('no mode', () =>
    expect(() => stubMode('fast')).toThrow(/^Cannot use --stub-model=fast: the mode does not exist; give ok/));
});
