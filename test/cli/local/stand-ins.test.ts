import { expect, test } from '@jest/globals';
import { ANNOTATION_STAND_IN } from '../../../api/labels.js';
import { withStandIns } from '../../../cli/local/input/stand-ins.js';
import type { KubernetesObject } from '../../../packages/kubernetes-conventions/kubernetes-object.js';

type Given = Parameters<typeof withStandIns>[1];
type Spec = Record<string, unknown>;

const apiVersion = 'kubetask.io/v1alpha1';
const object = (kind: string, name: string, spec: Spec) => ({ apiVersion, kind, metadata: { name }, spec });
const file = { filePath: '/workspace/task.md', source: { inline: 'Do it.' } };

const batchOf = (config: Spec | undefined): KubernetesObject[] => [
  ...(config ? [object('WorkspaceConfig', 'default', config)] : []),
  object('Batch', 'deps', { commonContext: [{ type: 'File', file }], variableContexts: [[]] }),
  object('BatchRun', 'deps-run', { batchRef: 'deps' }),
];
const steps = [object('TaskRun', 'hello', { taskSpec: { steps: [{ image: 'busybox', script: 'echo hello' }] } })];

const image = 'ghcr.io/org/agent:v1';
const none: Given = { commands: { images: {} }, hasStub: false };
const agent: Given = { ...none, commands: { agent: './agent.sh', images: {} } };
const preset = { agent: { preset: 'gemini-cli' } };

const cases: Record<string, { objects: KubernetesObject[]; given: Given; want: string | undefined }> = {
  'a command for every image: it runs in place of the image': {
    objects: batchOf({ agentImage: image }),
    given: agent,
    want: `./agent.sh runs instead of the image ${image}`,
  },
  'a command for this image: before the one for every image': {
    objects: batchOf({ agentImage: image }),
    given: { ...none, commands: { agent: './agent.sh', images: { [image]: './mine.sh' } } },
    want: `./mine.sh runs instead of the image ${image}`,
  },
  'no agent is named: the echo agent': {
    objects: batchOf(undefined),
    given: none,
    want: 'the echo agent runs: it prints its contexts and changes nothing',
  },
  'no agent is named, but a command is given: that is the agent': {
    objects: batchOf(undefined),
    given: agent,
    want: undefined,
  },
  'a preset: the agent itself': { objects: batchOf(preset), given: none, want: undefined },
  'a preset with a stub for its model': {
    objects: batchOf(preset),
    given: { ...none, hasStub: true },
    want: 'the model is a stub, which gives one answer to everything',
  },
  'a command of the WorkspaceConfig: the agent itself': {
    objects: batchOf({ agentImage: image, command: ['my-agent'] }),
    given: agent,
    want: undefined,
  },
  'a TaskRun with steps has no agent': { objects: steps, given: agent, want: undefined },
};

test.each(Object.entries(cases))('%s', (_, { objects, given, want }) => {
  const run = withStandIns(objects, given).find(({ kind }) => kind.endsWith('Run'));
  expect(run?.metadata.annotations?.[ANNOTATION_STAND_IN]).toBe(want);
});
