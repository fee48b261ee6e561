import { describe, expect, test } from '@jest/globals';
import type { Agent, AgentBuild, Batch, BatchRun, WorkspaceConfig } from '../../api/generated/kinds.js';
import { resolveAgent } from '../../plan/agent/resolve.js';
import { resolveAgentBuild } from '../../plan/agent-build/resolve.js';
import { batchRunInputs, batchRunObjects, missingOf, resolveBatchRun } from '../../plan/batch-run/resolve.js';
import { formatProblem } from '../../plan/problem.js';
import { formatMissing } from '../../plan/resolution.js';
import { makeBuildSpec } from './agent-build/sample.js';
import { makeBatch, makeRepository } from './sample.js';

const metadata = { name: 'helper', namespace: 'team' };
const agentOf = (spec: object): Agent => ({ apiVersion: 'beeai.dev/v1', kind: 'Agent', metadata, spec: spec as never });
const buildOf = (spec: object): AgentBuild =>
  ({ apiVersion: 'beeai.dev/v1', kind: 'AgentBuild', metadata, spec: makeBuildSpec(spec) }) as AgentBuild;

const linesOf = (resolution: ReturnType<typeof resolveAgent | typeof resolveAgentBuild | typeof resolveBatchRun>) => {
  if (resolution.kind === 'Missing') return [formatMissing(resolution.missing)];
  return resolution.kind === 'Invalid' ? resolution.problems.map(formatProblem) : [];
};

describe('an Agent', () => {
  test('valid: its inputs, with the checksum that its annotation has', () => {
    const annotations = { 'beeai.dev/config-checksum': 'abc' };
    const spec = { image: 'agent:v1' };
    expect(resolveAgent(agentOf(spec))).toEqual({ kind: 'Resolved', inputs: { ...metadata, spec } });
    expect(resolveAgent({ ...agentOf(spec), metadata: { ...metadata, annotations } })).toMatchObject({
      kind: 'Resolved',
      inputs: { name: 'helper' },
    });
  });
  test('of another shape: the problems of its schema alone', () => {
    expect(
      linesOf(resolveAgent(agentOf({ image: 7, resources: { requests: { cpu: 2 }, limits: { cpu: 1 } } }))),
    ).toEqual([
      'Agent helper: spec.image: Invalid value: "integer": spec.image in body must be of type string: "integer"',
      expect.stringContaining('some validation rules were not checked'),
    ]);
  });
  test('of the right shape, and no plan: every place', () => {
    const startupProbe = { tcpSocket: {}, successThreshold: 2 };
    const spec = { image: 'agent:v1', resources: { requests: { cpu: 2 }, limits: { cpu: 1 } }, startupProbe };
    expect(linesOf(resolveAgent(agentOf(spec)))).toEqual([
      'Agent helper: spec.resources.requests.cpu: Invalid value: 2: must be at most the limit of 1',
      'Agent helper: spec.startupProbe.successThreshold: Invalid value: 2: must be 1; only a readinessProbe may ask for more',
    ]);
  });
});

describe('an AgentBuild', () => {
  test('valid: its inputs', () => {
    expect(resolveAgentBuild(buildOf({}))).toEqual({
      kind: 'Resolved',
      inputs: { ...metadata, spec: makeBuildSpec() },
    });
  });
  test('of another shape: the problems of its schema alone', () => {
    expect(
      linesOf(resolveAgentBuild(buildOf({ imageTag: 7, resources: { requests: { cpu: 2 }, limits: { cpu: 1 } } }))),
    ).toEqual([
      'AgentBuild helper: spec.imageTag: Invalid value: "integer": spec.imageTag in body must be of type string: "integer"',
      expect.stringContaining('some validation rules were not checked'),
    ]);
  });
  test('of the right shape, and no plan: the places of the build and of its agent', () => {
    const env = [{ name: 'A', value: '$(params.x)' }];
    const agent = { livenessProbe: { tcpSocket: {}, successThreshold: 2 } };
    const resources = { requests: { cpu: 2 }, limits: { cpu: 1 } };
    expect(linesOf(resolveAgentBuild(buildOf({ env, agent, resources })))).toEqual([
      'AgentBuild helper: spec.resources.requests.cpu: Invalid value: 2: must be at most the limit of 1',
      'AgentBuild helper: spec.env[0].value: Invalid value: Tekton takes $(params.x) for one of its variables; nothing can stand for it here',
      'AgentBuild helper: spec.agent.livenessProbe.successThreshold: Invalid value: 2: must be 1; only a readinessProbe may ask for more',
    ]);
  });
});

const runOf = (spec: object): BatchRun => ({
  apiVersion: 'kubetask.io/v1alpha1',
  kind: 'BatchRun',
  metadata: { name: 'r', namespace: 'team' },
  spec,
});
const batch: Batch = {
  apiVersion: 'kubetask.io/v1alpha1',
  kind: 'Batch',
  metadata: { name: 'b', namespace: 'team' },
  spec: makeBatch(),
};
const workspaceOf = (name: string): WorkspaceConfig => ({
  apiVersion: 'kubetask.io/v1alpha1',
  kind: 'WorkspaceConfig',
  metadata: { name, namespace: 'team' },
  spec: { agentImage: 'agent:v1' },
});

describe('what a BatchRun refers to is looked up by name, in its namespace', () => {
  const asked: string[] = [];
  const lookup = {
    batch: (name: string, namespace?: string) => {
      asked.push(`Batch ${namespace}/${name}`);
      return name === 'b' ? batch : undefined;
    },
    workspace: (name: string, namespace?: string) => {
      asked.push(`WorkspaceConfig ${namespace}/${name}`);
      return undefined;
    },
  };
  const cases: Record<string, { spec: object; want: string[] }> = {
    'a Batch that is there': { spec: { batchRef: 'b' }, want: ['Batch team/b', 'WorkspaceConfig team/default'] },
    'a Batch that is not there': { spec: { batchRef: 'x' }, want: ['Batch team/x'] },
    'an inline spec that names a WorkspaceConfig': {
      spec: { batchSpec: { workspaceConfigRef: 'w' } },
      want: ['WorkspaceConfig team/w'],
    },
  };
  test.each(Object.entries(cases))('%s', (_, { spec, want }) => {
    asked.length = 0;
    batchRunObjects(runOf(spec), lookup);
    expect(asked).toEqual(want);
  });
});

describe('the inputs of a BatchRun', () => {
  const cases: Record<string, { objects: Parameters<typeof batchRunInputs>[0]; want: object | undefined }> = {
    'without its Batch: none': { objects: { run: runOf({ batchRef: 'b' }) }, want: undefined },
    'an inline spec: the Batch has no name': {
      objects: { run: { ...runOf({ batchSpec: batch.spec }), metadata: { name: 'r' } } },
      want: { run: { name: 'r' }, batch: { spec: batch.spec }, workspace: {} },
    },
    'a Batch and a WorkspaceConfig, with every field of the run': {
      objects: {
        run: runOf({ batchRef: 'b', jobs: 'synthesized', maxConcurrency: 0, keySalt: 'x', params: [] }),
        batch,
        workspace: workspaceOf('w'),
      },
      want: {
        run: { name: 'r', namespace: 'team', jobs: 'synthesized', maxConcurrency: 0, keySalt: 'x', params: [] },
        batch: { name: 'b', spec: batch.spec },
        workspace: { agentImage: 'agent:v1' },
      },
    },
  };
  test.each(Object.entries(cases))('%s', (_, { objects, want }) => {
    expect(batchRunInputs(objects)).toStrictEqual(want);
  });
});

describe('what is missing, and what is wrong', () => {
  const named: Batch = { ...batch, spec: { ...batch.spec, workspaceConfigRef: 'w' } };
  const invalid = { variableContexts: [[makeRepository(), makeRepository()]] };
  const overlap = (at: string) =>
    `Invalid value: "service-a": overlaps with the clone at ${at}.variableContexts[0][0].repository; give another path`;
  const cases: Record<string, { objects: Parameters<typeof resolveBatchRun>[0]; want: string[] }> = {
    'neither batchRef nor batchSpec': {
      objects: { run: runOf({}) },
      want: ['Batch  does not exist in namespace team; create it'],
    },
    'no Batch': {
      objects: { run: runOf({ batchRef: 'x' }) },
      want: ['Batch x does not exist in namespace team; create it'],
    },
    'no WorkspaceConfig, and the Batch names one': {
      objects: { run: runOf({ batchRef: 'b' }), batch: named },
      want: ['WorkspaceConfig w does not exist in namespace team; create it'],
    },
    'no WorkspaceConfig, and none is named: nothing': { objects: { run: runOf({ batchRef: 'b' }), batch }, want: [] },
    'a problem of the Batch: at the Batch': {
      objects: { run: runOf({ batchRef: 'b' }), batch: { ...batch, spec: invalid } },
      want: [`Batch b: spec.variableContexts[0][1].repository.path: ${overlap('spec')}`],
    },
    'a problem of an inline spec: at its place in the run': {
      objects: { run: runOf({ batchSpec: invalid }) },
      want: [`BatchRun r: spec.batchSpec.variableContexts[0][1].repository.path: ${overlap('spec')}`],
    },
  };
  test.each(Object.entries(cases))('%s', (_, { objects, want }) =>
    expect(linesOf(resolveBatchRun(objects))).toEqual(want),
  );

  test('a missing object is named with the field that refers to it', () => {
    const place = (objects: Parameters<typeof missingOf>[0]) => {
      const { owner, path } = missingOf(objects) ?? {};
      return `${owner?.kind} ${path}`;
    };
    const inline = runOf({ batchSpec: { workspaceConfigRef: 'w' } });
    expect(place({ run: runOf({ batchRef: 'x' }) })).toBe('BatchRun spec.batchRef');
    expect(place({ run: runOf({ batchRef: 'b' }), batch: named })).toBe('Batch spec.workspaceConfigRef');
    expect(place({ run: inline })).toBe('BatchRun spec.batchSpec.workspaceConfigRef');
    expect(missingOf({ run: inline, workspace: workspaceOf('w') })).toBeUndefined();
  });
});
