import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import type { Kind } from '../../../api/kinds/kind.js';
import { instead, type Verb } from '../../../cli/errors/instead.js';
import { allKinds, qualified } from '../../../cli/kinds.js';
import type { KubernetesObject } from '../../../packages/kubernetes-conventions/kubernetes-object.js';
import { type PluginWorld, startPluginWorld } from '../plugin.js';

const verbs = [
  'get',
  'describe',
  'logs',
  'wait',
  'results',
  'start',
  'cancel',
  'pause',
  'resume',
  'retry',
  'rerun',
  'delete',
] as const satisfies readonly Verb[];

/** What each verb takes. A template is its newest run for the verbs of runs. */
const taken: Readonly<Record<Verb, readonly string[]>> = {
  get: ['batch', 'task', 'batchrun', 'taskrun', 'agentbuild', 'agent'],
  describe: ['batch', 'task', 'batchrun', 'taskrun', 'agentbuild', 'agent'],
  logs: ['batch', 'task', 'batchrun', 'taskrun', 'agentbuild', 'agent'],
  wait: ['batch', 'task', 'batchrun', 'taskrun', 'agentbuild'],
  results: ['batch', 'task', 'batchrun', 'taskrun'],
  start: ['batch', 'task'],
  cancel: ['batch', 'task', 'batchrun', 'taskrun'],
  pause: ['batch', 'task', 'batchrun', 'taskrun'],
  resume: ['batch', 'task', 'batchrun', 'taskrun'],
  retry: ['batch', 'task', 'batchrun', 'taskrun'],
  rerun: ['batch', 'task', 'batchrun', 'taskrun'],
  delete: ['batchrun', 'taskrun', 'agentbuild', 'agent'],
};

test.each(verbs)('%s: for every kind that it does not take, a command to type instead', (verb) => {
  const without = allKinds.filter((kind) => instead(verb, kind, 'x') === undefined);
  expect(without.map(({ singular }) => singular).sort()).toEqual([...taken[verb]].sort());
});

interface Made extends KubernetesObject {
  readonly spec: object;
}

const specs: Readonly<Record<string, object>> = {
  Batch: { commonContext: [] },
  Task: { steps: [{ name: 'a', image: 'i', script: 'true' }] },
  BatchRun: { batchRef: 'x' },
  TaskRun: { taskRef: 'x' },
  AgentBuild: { repoUrl: 'https://github.com/o/r', image: 'i', imageTag: 'v1', imageRegistry: 'ghcr.io/o' },
  Agent: { image: 'ghcr.io/o/i:v1' },
};

describe('on a cluster with an object x of every kind', () => {
  let world: PluginWorld;
  beforeAll(async () => {
    world = await startPluginWorld({ reconciles: false });
    const objectOf = ({ resource: { group, version, kind } }: Kind): Made => ({
      apiVersion: `${group}/${version}`,
      kind,
      metadata: { name: 'x', namespace: 'default' },
      spec: specs[kind] ?? {},
    });
    allKinds.forEach((kind) => {
      world.api.create(qualified(kind), objectOf(kind));
    });
  });
  afterAll(() => world.stop());

  const pairs = verbs.flatMap((verb) => allKinds.map((kind) => [`${verb} ${kind.singular}/x`, verb, kind] as const));
  const refused = pairs.filter(([, verb, kind]) => !taken[verb].includes(kind.singular));

  test.each(refused)('%s: refused, with what to type instead', async (line, verb, kind) => {
    const { code, stdout, stderr } = await world.task(line.split(' '));
    const [first, hint] = stderr.split('\n');
    expect({ code, stdout, first, hint }).toEqual({
      code: 1,
      stdout: '',
      first: expect.stringMatching(/^error: Cannot .*; name a |^error: Cannot start .*: it is already a run$/),
      hint: `  ${instead(verb, kind, 'x')}`,
    });
  });

  test('a bare name of another kind: the same error', async () => {
    const metadata = { name: 'helper', namespace: 'default' };
    const helper: Made = { apiVersion: 'beeai.dev/v1', kind: 'Agent', metadata, spec: specs['Agent'] ?? {} };
    world.api.create('agents.beeai.dev', helper);
    expect((await world.task(['wait', 'helper'])).stderr).toBe(
      'error: Cannot wait agent/helper: it is an agent; name a batchrun or taskrun or agentbuild\n' +
        '  kubectl wait agents.beeai.dev/helper --for=condition=Ready  waits until it answers\n',
    );
  });
  test('a WorkspaceConfig: how kubectl shows it', async () => {
    expect((await world.task(['get', 'workspaceconfig/w'])).stderr).toContain(
      '\n  kubectl get workspaceconfigs.kubetask.io w  shows an object of another kind\n',
    );
  });
});
