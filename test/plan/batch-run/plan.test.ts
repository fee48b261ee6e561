import { readFileSync } from 'node:fs';
import { describe, expect, test } from '@jest/globals';
import type { V1Job, V1PodSpec } from '@kubernetes/client-node';
import { dump } from 'js-yaml';
import type { WorkspaceConfigSpec } from '../../../api/generated/kinds.js';
import { canonicalJson } from '../../../packages/kubernetes-conventions/content-hash.js';
import type { BatchRunInputs } from '../../../plan/batch-run/inputs.js';
import { planBatchRun } from '../../../plan/batch-run/plan.js';
import { restrictedViolations } from '../pod/restricted.js';
import { makeBatch, makeFile, makeInputs, makeRepository } from '../sample.js';

const jobs = (inputs: Partial<BatchRunInputs>) =>
  planBatchRun(makeInputs(inputs)).tasks.map((task) => task.job() as unknown as V1Job);

function podOf(inputs: Partial<BatchRunInputs>): V1PodSpec {
  const pod = jobs(inputs)[0]?.spec?.template.spec;
  if (!pod) throw new Error('no task');
  return pod;
}

const secretRef = { name: 'github', key: 'token' };

/** A workspace with every feature at once. */
const everything: WorkspaceConfigSpec = {
  agentImage: 'agent:v1',
  initImage: 'git:v1',
  toolsImage: 'tools:v1',
  command: ['run-agent'],
  env: [{ name: 'MODEL', value: 'small' }],
  resources: { requests: { cpu: '100m' } },
  credentials: [
    { name: 'token', secretRef, env: 'GITHUB_TOKEN' },
    { name: 'key', secretRef, mountPath: '/home/agent/key', fileMode: 0o400 },
  ],
  podLabels: { team: 'payments', 'kubetask.io/batch-run': 'forged' },
  scheduling: {
    nodeSelector: { pool: 'agents' },
    tolerations: [{ operator: 'Exists' }],
    affinity: { podAntiAffinity: {} },
  },
  imagePullSecrets: [{ name: 'pull' }],
  serviceAccountName: 'agents',
  runtimeClassName: 'gvisor',
  proxy: { httpsProxy: 'http://proxy:3128', noProxy: '.svc' },
  caBundle: { configMapKeyRef: { name: 'ca', key: 'ca.pem' } },
};

const richBatch = makeBatch({
  commonContext: [
    makeFile('/workspace/task.md', 'Common.'),
    makeFile('/etc/agent/rules.md', { secretKeyRef: { name: 'rules', key: 'md', optional: true } }),
  ],
  variableContexts: [
    [
      makeRepository({ secretRef: { name: 'git-token' }, depth: 0 }),
      makeFile('/workspace/task.md', { configMapKeyRef: { name: 'more', key: 'text' } }),
    ],
  ],
});
/** The name of a ConfigMap with a script of ours. */
const script = /(-clone|-write-files|-write-passwd)-[0-9a-f]{10}$/;
const rich = { batch: { name: 'update', spec: richBatch }, workspace: everything };

test('a task with every feature: golden Job', () => {
  const golden = readFileSync(new URL('../golden/rich-job.yaml', import.meta.url), 'utf8');
  const scripts = (_: string, value: unknown) =>
    typeof value === 'string' ? value.replace(/^text=[\s\S]*/, 'a script of ours').replace(script, '$1-hash') : value;
  const job = JSON.parse(JSON.stringify(jobs(rich)[0], scripts));
  expect(dump(job, { noRefs: true, lineWidth: -1, quoteStyle: 'double' })).toBe(golden);
});

describe('Pod Security restricted', () => {
  test.each(Object.entries({ 'the plain Pod': {}, 'the Pod with every feature': rich }))(
    '%s: no violation',
    (_, inputs) => {
      expect(restrictedViolations(podOf(inputs))).toEqual([]);
    },
  );

  test('securityContext {}: the cluster chooses the user, the rest stays restricted', () => {
    const pod = podOf({ workspace: { securityContext: {} } });
    expect(pod.securityContext).toEqual({ runAsNonRoot: true, seccompProfile: { type: 'RuntimeDefault' } });
    expect(restrictedViolations(pod)).toEqual([]);
  });
});

describe('the workspace', () => {
  const cases: Record<string, { volume: WorkspaceConfigSpec['workspaceVolume']; want: object }> = {
    'by default: on the disk of the node': { volume: undefined, want: { emptyDir: {} } },
    'a size limit on the disk': {
      volume: { emptyDir: { sizeLimit: '10Gi' } },
      want: { emptyDir: { sizeLimit: '10Gi' } },
    },
    'in memory': {
      volume: { emptyDir: { medium: 'Memory', sizeLimit: '1Gi' } },
      want: { emptyDir: { medium: 'Memory', sizeLimit: '1Gi' } },
    },
    'an ephemeral claim of the default class': {
      volume: { ephemeral: { size: '100Gi' } },
      want: {
        ephemeral: {
          volumeClaimTemplate: {
            spec: { accessModes: ['ReadWriteOnce'], resources: { requests: { storage: '100Gi' } } },
          },
        },
      },
    },
    'an ephemeral claim of a class': {
      volume: { ephemeral: { size: 5, storageClassName: 'fast' } },
      want: {
        ephemeral: {
          volumeClaimTemplate: {
            spec: {
              accessModes: ['ReadWriteOnce'],
              storageClassName: 'fast',
              resources: { requests: { storage: '5' } },
            },
          },
        },
      },
    },
  };
  test.each(Object.entries(cases))('%s', (_, { volume, want }) => {
    const { volumes = [] } = podOf({ workspace: volume ? { workspaceVolume: volume } : {} });
    expect(volumes).toEqual([
      { name: 'workspace', ...want },
      { name: 'home', emptyDir: {} },
      { name: 'tmp', emptyDir: {} },
      expect.objectContaining({ name: 'context' }),
      expect.objectContaining({ name: 'setup' }),
    ]);
  });
});

test("the user's pod labels cannot replace those of kubetask", () => {
  expect(jobs(rich)[0]?.spec?.template.metadata?.labels).toEqual({
    team: 'payments',
    'kubetask.io/batch-run': 'update-001',
    'kubetask.io/batch': 'update',
    'kubetask.io/task-index': '0',
  });
});

test("no Pod has a variable twice, and the user's HOME replaces that of kubetask", () => {
  const env = podOf({ workspace: { env: [{ name: 'HOME', value: '/home/me' }] } }).containers[0]?.env ?? [];
  expect(env.filter(({ name }) => name === 'HOME')).toEqual([{ name: 'HOME', value: '/home/me' }]);
});

describe('the task key', () => {
  const keyOf = (inputs: Partial<BatchRunInputs>) => planBatchRun(makeInputs(inputs)).tasks[0]?.identity().key;
  const cases: Record<string, { inputs: Partial<BatchRunInputs>; want: boolean }> = {
    'another run: the same key': { inputs: { run: { name: 'update-002' } }, want: true },
    'another repository in another task: the same key': {
      inputs: { batch: { name: 'update', spec: makeBatch({ variableContexts: [[makeRepository()]] }) } },
      want: true,
    },
    'another prompt: another key': {
      inputs: { batch: { name: 'update', spec: makeBatch({ commonContext: [makeFile('/workspace/task.md', 'x')] }) } },
      want: false,
    },
    'another agent: another key': { inputs: { workspace: { agentImage: 'other:v1' } }, want: false },
  };
  test.each(Object.entries(cases))('%s', (_, { inputs, want }) => expect(keyOf(inputs) === keyOf({})).toBe(want));
});

test('a plan depends only on its inputs: two plans are equal byte for byte, with keys in any order', () => {
  const print = (inputs: Partial<BatchRunInputs>) =>
    canonicalJson([planBatchRun(makeInputs(inputs)).configMaps, jobs(inputs)]);
  const reversed = Object.fromEntries(Object.entries(everything).reverse()) as WorkspaceConfigSpec;
  expect(print({ ...rich, workspace: reversed })).toBe(print(rich));
});

test("the plan has a Secret's name, never its text", () => {
  const text = canonicalJson(jobs(rich));
  expect(text).toContain('"secretName":"git-token"');
  expect(text).not.toContain('stringData');
});
