import { once } from 'node:events';
import { mkdtempSync } from 'node:fs';
import { get } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { text } from 'node:stream/consumers';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { crds } from '../../../api/generated/crds.js';
import type { Agent, AgentBuild, AgentBuildSpec } from '../../../api/generated/kinds.js';
import {
  type CommandForImage,
  commandOfImage,
  NOTICE,
  removeTree,
  type Service,
} from '../../../packages/embedded-cluster/index.js';
import { when } from '../../../packages/embedded-cluster/test/node/harness.js';
import { type GitRepository, gitRepository } from '../../../packages/embedded-cluster/test/tekton/git-repository.js';
import { standInsFor } from '../../../packages/embedded-cluster/test/tekton/stand-in-program.js';
import {
  namespace,
  startTektonCluster,
  type TektonCluster,
} from '../../../packages/embedded-cluster/test/tekton/tekton-cluster.js';
import { findImage } from '../../../packages/embedded-cluster/testing.js';
import { Transport } from '../../../packages/kubernetes-client/transport/transport.js';
import type { KubernetesObject } from '../../../packages/kubernetes-conventions/kubernetes-object.js';
import { startReconcilers } from '../../../runtime/start.js';
import { laterClock } from '../batch-run/local-cluster.js';

const folder = mkdtempSync(join(tmpdir(), 'test-agent-builds-'));
const registry = join(folder, 'registry');
const token = 'ghp_notforyoureyes';
let cluster: TektonCluster;
let repository: GitRepository;
let stopReconcilers: () => Promise<void>;

const dockerfile =
  'FROM docker.io/library/node:22\nCOPY agent.mjs /usr/lib/agent.mjs\nENTRYPOINT ["node", "/usr/lib/agent.mjs"]\n';
const agentProgram = (says: string) =>
  `import { createServer } from 'node:http';
createServer((_, response) => response.end('${says}')).listen(process.env.PORT);
`;

beforeAll(async () => {
  repository = gitRepository(join(folder, 'repository'), {
    'one/Dockerfile': dockerfile,
    'one/agent.mjs': agentProgram('one'),
    'two/Dockerfile': dockerfile,
    'two/agent.mjs': agentProgram('two'),
  });
  const images = { registry, unpacked: join(folder, 'unpacked') };
  const commandForImage: CommandForImage = (image, hasArgs) => commandOfImage(images, image, hasArgs);
  cluster = await startTektonCluster({ standIns: await standInsFor(registry) }, commandForImage);
  const { url, token: bearer, caPem, api } = cluster.server;
  for (const crd of Object.values(crds)) api.create('customresourcedefinitions.apiextensions.k8s.io', crd);
  const credentials = async () => ({ headers: { authorization: `Bearer ${bearer}` }, tls: { ca: caPem } });
  const transport = new Transport({ server: new URL(url), namespace, credentials });
  const reconcilers = await startReconcilers({ transport, clock: laterClock });
  await reconcilers.started;
  stopReconcilers = async () => {
    await reconcilers.stop();
    transport.close();
  };
});
afterAll(async () => {
  await stopReconcilers();
  await cluster.stop();
  await removeTree(folder);
});

const builds = 'agentbuilds.beeai.dev';
const makeSpec = (sourceSubfolder: string): AgentBuildSpec => ({
  repoUrl: repository.url,
  sourceSubfolder,
  imageRegistry: 'localhost:5000/team',
  image: 'hello',
  imageTag: 'v1',
  env: [{ name: 'GITHUB_TOKEN', valueFrom: { secretKeyRef: { name: 'git', key: 'token' } } }],
  deploy: true,
});

/** Writes the AgentBuild, and resolves with what it comes to. */
async function build(name: string, spec: AgentBuildSpec): Promise<AgentBuild> {
  const { api } = cluster.server;
  const observed = api.get(builds, namespace, name);
  if (observed) api.update(builds, { ...observed, spec } as AgentBuild);
  else
    api.create(builds, {
      apiVersion: 'beeai.dev/v1',
      kind: 'AgentBuild',
      metadata: { name, namespace },
      spec,
    } as AgentBuild);
  return when<AgentBuild>(api, builds, name, ({ metadata, status }) => {
    const isReported = status?.observedGeneration === metadata.generation;
    return isReported && (status?.phase === 'Succeeded' || status?.phase === 'Failed');
  });
}

/** What the agent says once it is ready on that image. */
async function ask(name: string, image: string | undefined): Promise<string> {
  const { api } = cluster.server;
  await when<Agent>(api, 'agents.beeai.dev', name, ({ metadata, spec, status }) => {
    const [ready] = status?.conditions ?? [];
    const isSettled = status?.conditions?.length === 1 && ready?.status === 'True';
    return spec.image === image && status?.observedGeneration === metadata.generation && isSettled;
  });
  const { clusterIP } = (api.get('services', namespace, name) as Service).spec;
  // A connection of its own: one that is kept leads to a Pod that may end.
  const [response] = await once(get({ host: clusterIP, port: 8000, agent: false }), 'response');
  return text(response);
}

describe('an AgentBuild on one machine, by the reconcilers of a real cluster', () => {
  test('is built and deployed; another spec replaces it; one that fails leaves it; the token is nowhere', async () => {
    const { api } = cluster.server;
    const secret = {
      apiVersion: 'v1',
      kind: 'Secret',
      metadata: { name: 'git', namespace },
      data: { token: btoa(token) },
    };
    api.create('secrets', secret as KubernetesObject);

    const first = await build('hello', makeSpec('one'));
    const pushed = () => findImage(registry, 'localhost:5000/team/hello:v1')?.digest;
    const image = `localhost:5000/team/hello@${pushed()}`;
    expect(first.status).toMatchObject({ phase: 'Succeeded', image, commit: repository.commit });
    expect(await ask('hello', image)).toBe('one');

    const second = await build('hello', makeSpec('two'));
    const newer = `localhost:5000/team/hello@${pushed()}`;
    expect(newer).not.toBe(image);
    expect(second.status).toMatchObject({ phase: 'Succeeded', image: newer });
    expect(await ask('hello', newer)).toBe('two');

    const third = await build('hello', makeSpec('three'));
    expect(third.status).toMatchObject({
      phase: 'Failed',
      image: newer,
      conditions: [{ reason: 'PullFailed' }, {}, {}, {}],
    });
    expect(await ask('hello', newer)).toBe('two');

    expect(api.list('pipelineruns.tekton.dev')).toHaveLength(3);
    const reported = api.list('events').filter(({ metadata }) => metadata.name.startsWith('hello.'));
    expect(JSON.stringify(reported)).toContain(NOTICE);
    const resources = ['pods', 'events', 'configmaps', builds, 'agents.beeai.dev', 'taskruns.tekton.dev'];
    const seen = JSON.stringify(
      [...resources, 'pipelineruns.tekton.dev', 'pipelines.tekton.dev'].map((resource) => api.list(resource)),
    );
    expect([seen.includes(token), seen.includes(btoa(token))]).toEqual([false, false]);
  });
});
