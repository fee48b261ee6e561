import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { crds } from '../../../api/generated/crds.js';
import type { AgentBuild } from '../../../api/generated/kinds.js';
import { describeAgentBuild } from '../../../cli/agent-build/describe-agent-build.js';
import { podsOfRun } from '../../../cli/logs/pods-of-run.js';
import { type ApiServer, startApiServer, writeKubeconfig } from '../../../packages/embedded-cluster/index.js';
import { runPlugin } from '../plugin.js';
import { ago, makeAgentBuild, makeTerminal, now } from '../sample.js';

const status: NonNullable<AgentBuild['status']> = {
  observedGeneration: 1,
  phase: 'Succeeded',
  pipelineRunName: 'hello-1a2b',
  startTime: ago(90),
  completionTime: ago(30),
  image: 'ghcr.io/org/hello@sha256:1',
  commit: 'c0ffee',
  builds: [
    {
      hash: '1a2b',
      pipelineRunName: 'hello-1a2b',
      phase: 'Succeeded',
      startTime: ago(90),
      completionTime: ago(30),
      commit: 'c0ffee',
    },
  ],
  conditions: [{ type: 'Ready', status: 'True', reason: 'Completed', message: 'pushed', lastTransitionTime: ago(30) }],
};

const build = { ...makeAgentBuild(), status };

test('a description: what it builds, what it built, from what', () => {
  const text = describeAgentBuild(build, makeTerminal(120), now).join('\n');
  expect(text).toMatch(/^Name: +agentbuild\/hello$/m);
  expect(text).toMatch(/^Image: +\S+\/\S+:\S+$/m);
  expect(text).toMatch(/^Built: +ghcr\.io\/org\/hello@sha256:1$/m);
  expect(text).toMatch(/^Commit: +c0ffee$/m);
  expect(text).toMatch(/^ {2}hello-1a2b +Succeeded +- +60s +c0ffee$/m);
});

test('its logs are those of its PipelineRun', () =>
  expect(podsOfRun(build)).toMatchObject({ labelSelector: 'tekton.dev/pipelineRun=hello-1a2b' }));

describe('in a cluster', () => {
  let server: ApiServer;
  let folder: string;

  beforeAll(async () => {
    folder = mkdtempSync(join(tmpdir(), 'test-agent-builds-'));
    server = await startApiServer({});
    writeKubeconfig(join(folder, 'kubeconfig'), server);
    for (const crd of Object.values(crds)) server.api.create('customresourcedefinitions.apiextensions.k8s.io', crd);
    const metadata = { name: 'hello', namespace: 'default' };
    const created = server.api.create('agentbuilds.beeai.dev', { ...build, metadata });
    server.api.updateStatus('agentbuilds.beeai.dev', { ...created, status } as typeof created);
  });

  afterAll(async () => {
    await server.stop();
    rmSync(folder, { recursive: true });
  });

  const task = (...args: string[]) => runPlugin(args, { KUBECONFIG: join(folder, 'kubeconfig') });

  const cases: Record<string, { args: string[]; want: RegExp }> = {
    'list: with its phase': { args: ['list', 'agentbuilds'], want: /^agentbuild\/hello .*Succeeded/m },
    'list by its short name and phase': { args: ['list', 'kab', '--status', 'succeeded'], want: /^agentbuild\/hello/m },
    'list -o name': { args: ['list', 'agentbuilds', '-o', 'name'], want: /^agentbuild\.beeai\.dev\/hello$/m },
    'get by its bare name': { args: ['get', 'hello'], want: /^agentbuild\/hello .*Succeeded/m },
    describe: { args: ['describe', 'agentbuild/hello'], want: /^PipelineRun: +hello-1a2b$/m },
    'wait: has finished': { args: ['wait', 'agentbuild/hello'], want: /agentbuild\/hello +Succeeded/ },
    'delete --dry-run': {
      args: ['delete', 'agentbuild/hello', '--dry-run=client'],
      want: /^agentbuild\.beeai\.dev\/hello deleted/,
    },
  };
  test.each(Object.entries(cases))('%s', async (_, { args, want }) => {
    const { code, stdout } = await task(...args);
    expect({ code, stdout }).toEqual({ code: 0, stdout: expect.stringMatching(want) });
  });

  test('logs of deleted Pods: the error says so', async () => {
    const { code, stderr } = await task('logs', 'agentbuild/hello');
    expect([code, stderr]).toEqual([1, expect.stringContaining('its Pods and their logs no longer exist')]);
  });

  test.each(['pause', 'cancel', 'rerun'])('%s: refused, because it is not a run', async (verb) => {
    const { code, stderr } = await task(verb, 'agentbuild/hello');
    expect([code, stderr]).toEqual([1, expect.stringContaining('it is an agentbuild; name a batchrun or taskrun')]);
  });
});
