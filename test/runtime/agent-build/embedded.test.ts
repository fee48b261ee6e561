import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { crds } from '../../../api/generated/crds.js';
import type { Agent, AgentBuildSpec } from '../../../api/generated/kinds.js';
import { type LocalCluster, readDefinitions, startCluster } from '../../../packages/embedded-cluster/index.js';
import { type GitRepository, gitRepository } from '../../../packages/embedded-cluster/test/tekton/git-repository.js';
import { standInsFor } from '../../../packages/embedded-cluster/test/tekton/stand-in-program.js';
import { findImage } from '../../../packages/embedded-cluster/testing.js';
import { Transport } from '../../../packages/kubernetes-client/transport/transport.js';
import { startReconcilers } from '../../../runtime/start.js';
import { eventually, laterClock, namespace } from '../batch-run/local-cluster.js';
import { createBuild, runNames, whenReason } from './fake-tekton.js';

const hello = fileURLToPath(new URL('../../../examples/agents/hello-agent/agent.mjs', import.meta.url));
const folder = mkdtempSync(join(tmpdir(), 'test-agent-builds-'));
const registry = join(folder, 'registry');
let repository: GitRepository;
let cluster: LocalCluster;
let stopReconcilers: () => Promise<void>;

beforeAll(async () => {
  repository = gitRepository(join(folder, 'repository'), { Dockerfile: 'FROM node:22\nCOPY . .\n' });
  cluster = await startCluster({
    kubeconfigPath: join(folder, 'kubeconfig'),
    maxPods: 20,
    commandForImage: () => ['node', hello],
    tekton: { definitions: readDefinitions('imports/crds/tekton.dev'), standIns: await standInsFor(registry) },
  });
  const { url, token, caPem, api } = cluster.server;
  for (const crd of Object.values(crds)) api.create('customresourcedefinitions.apiextensions.k8s.io', crd);
  const credentials = { headers: { authorization: `Bearer ${token}` }, tls: { ca: caPem } };
  const transport = new Transport({ server: new URL(url), namespace, credentials: async () => credentials });
  const reconcilers = await startReconcilers({ transport, namespaces: [namespace], clock: laterClock });
  stopReconcilers = async () => {
    await reconcilers.stop();
    transport.close();
  };
});
afterAll(async () => {
  await stopReconcilers();
  await cluster.stop();
  rmSync(folder, { recursive: true });
});

const makeSpec = (name: string, rest: Partial<AgentBuildSpec> = {}): AgentBuildSpec => ({
  repoUrl: repository.url,
  imageRegistry: 'localhost:5000/team',
  image: name,
  imageTag: 'v1',
  ...rest,
});

test.each(['pipeline', 'single-pod'] as const)('a repository, as %s: an agent that answers', async (layout) => {
  const { api } = cluster.server;
  const agent = { env: [{ name: 'GREETING', value: 'Hi' }], protocol: 'a2a' as const };
  createBuild(api, layout, makeSpec(layout, { layout, deploy: true, agent }));
  const { image, commit } = await whenReason(api, layout, 'Completed');
  const digest = findImage(registry, `localhost:5000/team/${layout}:v1`)?.digest;
  expect([image, commit]).toEqual([`localhost:5000/team/${layout}@${digest}`, repository.commit]);
  const ready = await eventually<Agent>(api, 'agents.beeai.dev', layout, ({ status }) => status?.readyReplicas === 1);
  expect(ready.spec).toMatchObject({ image, ...agent });
  expect(runNames(api, layout)).toHaveLength(1);
});

test('no such revision: what git said, and where to read on', async () => {
  const { api } = cluster.server;
  createBuild(api, 'nowhere', makeSpec('nowhere', { revision: 'nowhere' }));
  const { conditions = [], pipelineRunName } = await whenReason(api, 'nowhere', 'PullFailed');
  const { message } = conditions.find(({ type }) => type === 'Ready') ?? {};
  expect(message).toMatch(/^step pull exited with code 1: cannot pull file:.* at nowhere: .*; see kubectl logs -n /);
  expect(message).toContain(`${pipelineRunName}-pull-pod`);
});

test('a token that is in no Secret yet: reported, and built when it is there', async () => {
  const { api } = cluster.server;
  const valueFrom = { secretKeyRef: { name: 'git', key: 'token' } };
  createBuild(api, 'secret', makeSpec('secret', { env: [{ name: 'GITHUB_TOKEN', valueFrom }] }));
  const { conditions = [] } = await whenReason(api, 'secret', 'FailedMount');
  expect(conditions[0]?.message).toContain('secret "git" not found');
  const data = { token: Buffer.from('secret-token').toString('base64') };
  api.create('secrets', { apiVersion: 'v1', kind: 'Secret', metadata: { name: 'git', namespace }, ...{ data } });
  const status = await whenReason(api, 'secret', 'Completed');
  expect(JSON.stringify(status)).not.toContain('secret-token');
});
