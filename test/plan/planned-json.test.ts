import { describe, expect, test } from '@jest/globals';
import type { BatchSpec, WorkspaceConfigSpec } from '../../api/generated/kinds.js';
import { planAgent } from '../../plan/agent/plan.js';
import { planAgentBuild } from '../../plan/agent-build/plan.js';
import type { BatchRunInputs } from '../../plan/batch-run/inputs.js';
import { planBatchRun } from '../../plan/batch-run/plan.js';
import { planTaskRun } from '../../plan/task-run/plan.js';
import { makeAgentInputs, richAgent } from './agent/sample.js';
import { makeBuildInputs, richBuild } from './agent-build/sample.js';
import { makeBatch, makeFile, makeInputs, makeRepository, makeTaskInputs } from './sample.js';

const secretRef = { name: 's', key: 'k' };
const richWorkspace: WorkspaceConfigSpec = {
  agentImage: 'agent:v1',
  toolsImage: 'tools:v1',
  serviceAccountName: 'robot',
  env: [{ name: 'A', value: '1' }],
  credentials: [
    { name: 'c', secretRef, env: 'TOKEN' },
    { name: 'd', secretRef, mountPath: '/secrets', fileMode: 256 },
  ],
  resources: { requests: { cpu: '0.5' } },
  defaultContexts: [makeFile('/workspace/house.md', 'House rules.')],
} as WorkspaceConfigSpec;

const fetched: BatchSpec['commonContext'] = [
  { type: 'Http', http: { filePath: '/workspace/a.md', url: 'https://example.com/a' } },
  { type: 'Command', command: { filePath: '/workspace/b.md', image: 'alpine:3', script: 'date' } },
];

function objectsOf(inputs: Partial<BatchRunInputs>): object[] {
  const plan = planBatchRun(makeInputs(inputs));
  return [...plan.configMaps, ...plan.tasks.flatMap((task) => [task.identity(), ...task.texts(), task.job()])];
}

const run = { name: 'update-001' };
const cases: Record<string, () => object> = {
  'an Agent with an image alone, in no namespace': () => planAgent({ name: 'helper', spec: { image: 'agent:v1' } }),
  'an Agent with every field': () => planAgent(makeAgentInputs(richAgent, { configChecksum: 'abc' })),
  'an AgentBuild in no namespace': () => planAgentBuild(makeBuildInputs({ env: [] }, { namespace: undefined })),
  'an AgentBuild with every field': () => planAgentBuild(makeBuildInputs(richBuild)),
  'an AgentBuild in one Pod': () => planAgentBuild(makeBuildInputs({ ...richBuild, layout: 'single-pod' })),
  'a BatchRun in no namespace, with an inline spec': () => objectsOf({ run, batch: { spec: makeBatch() } }),
  'a BatchRun with tasks that have names': () =>
    objectsOf({
      run: { ...run, jobs: 'synthesized', maxConcurrency: 2, keySalt: 'x' },
      batch: {
        name: 'b',
        spec: {
          tasks: [{ name: 'a', contexts: [makeRepository()] }, { contexts: [makeRepository({ repo: 'b', depth: 0 })] }],
          branchSuffix: 'TaskName',
          backoffLimit: 1,
          activeDeadlineSeconds: 60,
        },
      },
      workspace: richWorkspace,
    }),
  'a BatchRun with contexts that are fetched': () =>
    objectsOf({ batch: { name: 'b', spec: makeBatch({ commonContext: fetched }) }, workspace: richWorkspace }),
  'a BatchRun without contexts': () => objectsOf({ batch: { spec: { variableContexts: [[]] } } }),
  'a TaskRun in no namespace': () => planTaskRun(makeTaskInputs({ run: { name: 'hello' } })),
  'a TaskRun of an agent': () => planTaskRun(makeTaskInputs({ task: { spec: { contexts: [makeRepository()] } } })),
  'a TaskRun with every field': () =>
    planTaskRun(
      makeTaskInputs({
        run: { name: 'hello', namespace: 'team', params: [{ name: 'who', value: 'you' }], timeout: '5m' },
        task: {
          name: 'hello',
          spec: {
            params: [{ name: 'who' }],
            contexts: [makeFile('/workspace/a.md', 'x')],
            steps: [{ name: 'a', image: 'busybox', command: ['sh'], args: ['-c', 'true'] }, { script: 'make' }],
          },
        },
        workspace: richWorkspace,
      }),
    ),
};

describe('what is planned is what JSON keeps of it: no field is undefined', () => {
  test.each(Object.entries(cases))('%s', (_, plan) => {
    const planned = plan();
    expect(planned).toStrictEqual(JSON.parse(JSON.stringify(planned)));
  });
});
