import { expect, test } from '@jest/globals';
import type { V1Job } from '@kubernetes/client-node';
import type { WorkspaceConfigSpec } from '../../../api/generated/kinds.js';
import { readWrapperOptions } from '../../../plan/agent-preset/wrapper-options.js';
import { planBatchRun } from '../../../plan/batch-run/plan.js';
import { planTaskRun } from '../../../plan/task-run/plan.js';
import { makeFile, makeInputs, makeTaskInputs } from '../sample.js';

const workspace: WorkspaceConfigSpec = {
  agent: {
    preset: 'gemini-cli',
    model: 'gemini-2.5-pro',
    permissions: 'all',
    maxTurns: 20,
    extraArgs: ['--debug'],
    rateLimit: { waitSeconds: 5 },
  },
  credentials: [
    { name: 'key', secretRef: { name: 'gemini', key: 'key' }, env: 'GEMINI_API_KEY' },
    { name: 'file', secretRef: { name: 'gcp', key: 'json' }, mountPath: '/etc/gcp.json' },
  ],
  env: [{ name: 'OTHER', valueFrom: { secretKeyRef: { name: 's', key: 'k' } } }],
};
const planned = (spec: WorkspaceConfigSpec) => planBatchRun(makeInputs({ workspace: spec }));
const podOf = (spec: WorkspaceConfigSpec) =>
  (planned(spec).tasks[0]?.job() as unknown as V1Job | undefined)?.spec?.template.spec;
const agentOf = (spec: WorkspaceConfigSpec) => podOf(spec)?.containers[0];

test('the command shows the wrapper, its limits, and the command of the CLI', () =>
  expect(agentOf(workspace)?.command).toEqual([
    'node',
    '/kubetask/agent/gemini-cli.mjs',
    '--prompt-file=/workspace/task.md',
    '--prompt-by=stdin',
    '--wait-seconds=5',
    '--silence-seconds=600',
    '--grace-seconds=25',
    '--mask-env=OTHER',
    '--mask-env=GEMINI_API_KEY',
    '--mask-file=/etc/gcp.json',
    '--home-file=.gemini/settings.json={"general":{"enableAutoUpdate":false,"enableAutoUpdateNotification":false},"privacy":{"usageStatisticsEnabled":false},"telemetry":{"enabled":false},"context":{"fileName":["GEMINI.md","AGENTS.md"]},"model":{"maxSessionTurns":20}}',
    '--',
    'gemini',
    ...['--model', 'gemini-2.5-pro', '--output-format', 'stream-json', '--skip-trust', '--approval-mode', 'yolo'],
    ...['--include-directories', '/workspace', '--debug'],
  ]));

test('the wrapper reads the options that the planner wrote', () => {
  const [, , ...args] = agentOf(workspace)?.command ?? [];
  expect(readWrapperOptions(args)).toMatchObject({
    promptFile: '/workspace/task.md',
    waitSeconds: 5,
    maskEnv: ['OTHER', 'GEMINI_API_KEY'],
    command: expect.arrayContaining(['gemini', '--debug']),
  });
});

test('its image is the one of the preset, in the version that was tried or is wanted', () => {
  expect(agentOf(workspace)?.image).toBe('ghcr.io/kubetask/gemini-cli:0.61.0');
  expect(agentOf({ agent: { preset: 'gemini-cli', version: '0.62.0' } })?.image).toBe(
    'ghcr.io/kubetask/gemini-cli:0.62.0',
  );
  expect(agentOf({ ...workspace, agentImage: 'mine:v1' })?.image).toBe('mine:v1');
});

test('the wrapper lies in an immutable ConfigMap of the run, mounted read-only', () => {
  const [configMap] = planned(workspace).configMaps as unknown as {
    metadata: { name: string };
    immutable: boolean;
    data: Record<string, string>;
  }[];
  const [volume] = podOf(workspace)?.volumes?.filter(({ name }) => name === 'agent') ?? [];
  const files = (volume?.projected?.sources ?? []).flatMap(({ configMap: source }) =>
    (source?.items ?? []).map(({ key, path }) => [path, source?.name, configMap?.data[key]?.includes('main')]),
  );
  expect(files).toEqual([
    ['wrapper.mjs', configMap?.metadata.name, true],
    ['gemini-cli.mjs', configMap?.metadata.name, true],
  ]);
  expect([configMap?.immutable, agentOf(workspace)?.volumeMounts?.find(({ name }) => name === 'agent')]).toEqual([
    true,
    { name: 'agent', mountPath: '/kubetask/agent', readOnly: true },
  ]);
});

test("a user's variable replaces the preset's", () => {
  const env = agentOf({ ...workspace, env: [{ name: 'NO_COLOR', value: '' }] })?.env ?? [];
  expect(env.filter(({ name }) => name === 'NO_COLOR')).toEqual([{ name: 'NO_COLOR', value: '' }]);
});

test('custom: the wrapper around the command of the user, without a prompt unless one is named', () => {
  const own: WorkspaceConfigSpec = {
    agentImage: 'mine:v1',
    command: ['run'],
    args: ['--all'],
    agent: { preset: 'custom' },
  };
  expect(agentOf(own)?.command).toEqual([
    ...[
      'node',
      '/kubetask/agent/custom.mjs',
      '--wait-seconds=60',
      '--silence-seconds=600',
      '--grace-seconds=25',
      '--',
      'run',
      '--all',
    ],
  ]);
  expect(agentOf({ ...own, agent: { preset: 'custom', promptFile: '/workspace/a.md' } })?.command).toContain(
    '--prompt-file=/workspace/a.md',
  );
});

test('a grace that is shorter than usual leaves time to report', () =>
  expect(agentOf({ ...workspace, terminationGracePeriodSeconds: 6 })?.command).toContain('--grace-seconds=3'));

test('the agent of a Task runs in the wrapper, its steps do not', () => {
  const containerOf = (spec: object) =>
    planTaskRun(makeTaskInputs({ task: { spec }, workspace })).pod as unknown as {
      spec: { containers: { command: string[]; image: string }[] };
    };
  expect(containerOf({ contexts: [makeFile('/workspace/task.md', 'x')] }).spec.containers[0]?.command[1]).toBe(
    '/kubetask/agent/gemini-cli.mjs',
  );
  expect(containerOf({ steps: [{ script: 'ls' }] }).spec.containers[0]).toMatchObject({
    image: 'ghcr.io/kubetask/gemini-cli:0.61.0',
    command: ['/bin/sh', '-e', '-c', 'ls', 'step-0'],
  });
});
