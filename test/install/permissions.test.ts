import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { crds } from '../../api/generated/crds.js';
import type { Agent, BatchRun, TaskRun } from '../../api/generated/kinds.js';
import type { Permission } from '../../api/permission.js';
import { cleanupPermissions, electionPermissions, LEASE_NAME, runPermissions } from '../../api/permissions.js';
import { type LocalCluster, startCluster } from '../../packages/embedded-cluster/index.js';
import type { KubernetesObject } from '../../packages/kubernetes-conventions/kubernetes-object.js';
import { awaitLeadership } from '../../runtime/leader-election/leader-election.js';
import { startReconcilers } from '../../runtime/start.js';
import {
  buildStatus,
  createBuild,
  installTekton,
  makeSpec,
  pushes,
  reportRun,
  whenStarted,
} from '../runtime/agent-build/fake-tekton.js';
import { eventually } from '../runtime/batch-run/local-cluster.js';
import { RecordingTransport, type Right, rightOf } from './recording-transport.js';

const permissions = [...runPermissions, ...cleanupPermissions, ...electionPermissions];

const allows = ({ apiGroup, resources, resourceNames, verbs }: Permission, right: Right): boolean =>
  apiGroup === right.apiGroup &&
  resources.includes(right.resource) &&
  (resourceNames === undefined || resourceNames.includes(right.name ?? '')) &&
  verbs.some((verb) => verb === right.verb);

const text = ({ verb, apiGroup, resource }: Right) => `${verb} ${[resource, apiGroup].filter(Boolean).join('.')}`;

const namespace = 'default';
const object = (kind: string, name: string, spec: object): KubernetesObject & { spec: object } => ({
  apiVersion: 'kubetask.io/v1alpha1',
  kind,
  metadata: { name, namespace },
  spec,
});
const file = (inline: string) => ({ type: 'File', file: { filePath: '/workspace/task.md', source: { inline } } });

describe('the requests of complete runs', () => {
  let cluster: LocalCluster;
  let transport: RecordingTransport;
  const folder = mkdtempSync(join(tmpdir(), 'test-permissions-'));

  beforeAll(async () => {
    cluster = await startCluster({
      kubeconfigPath: join(folder, 'kubeconfig'),
      commandForImage: () => ['sleep', '60'],
    });
    const { url, token, caPem, api } = cluster.server;
    for (const crd of Object.values(crds)) api.create('customresourcedefinitions.apiextensions.k8s.io', crd);
    installTekton(api);
    const credentials = { headers: { authorization: `Bearer ${token}` }, tls: { ca: caPem } };
    transport = new RecordingTransport({ server: new URL(url), namespace, credentials: async () => credentials });
    await live();
  });

  afterAll(async () => {
    transport.close();
    await cluster.stop();
    rmSync(folder, { recursive: true });
  });

  /** A leader election, finished and cancelled runs, an agent, a build, and the end of the controller. */
  async function live(): Promise<void> {
    const { api } = cluster.server;
    const candidate = { namespace, name: LEASE_NAME, identity: 'one', leaseSeconds: 15 };
    const leadership = await awaitLeadership({ transport, candidate }, new AbortController().signal);
    const reconcilers = await startReconcilers({ transport });
    api.create('workspaceconfigs.kubetask.io', object('WorkspaceConfig', 'quick', { command: ['true'] }));
    const steps = [{ name: 'say', image: 'any', script: 'echo hello' }];
    await Promise.all([
      endOf('BatchRun', 'quick', { batchSpec: { workspaceConfigRef: 'quick', variableContexts: [[file('hello')]] } }),
      endOf('TaskRun', 'quick', { taskSpec: { steps } }),
      eventually(api, 'events', undefined, (event) => Reflect.get(event, 'reason') === 'Succeeded'),
      cancelled('BatchRun', { batchSpec: { maxConcurrency: 1, variableContexts: [[file('one')], [file('two')]] } }),
      cancelled('TaskRun', { taskSpec: { contexts: [file('slow')] } }),
      agentObserved(),
      agentBuilt(),
    ]);
    await reconcilers.stop();
    await leadership?.release();
  }

  type Run = BatchRun | TaskRun;
  const resourceOf = (kind: Run['kind']) => `${kind.toLowerCase()}s.kubetask.io`;
  const reaches = (kind: Run['kind'], name: string, ...phases: string[]) =>
    eventually<Run>(cluster.server.api, resourceOf(kind), name, ({ status }) => phases.includes(status?.phase ?? ''));

  async function endOf(kind: Run['kind'], name: string, spec: object): Promise<void> {
    cluster.server.api.create(resourceOf(kind), object(kind, name, spec));
    await reaches(kind, name, 'Succeeded');
  }

  /** A run that is cancelled while its containers run. */
  async function cancelled(kind: Run['kind'], spec: object): Promise<void> {
    const { api } = cluster.server;
    api.create(resourceOf(kind), object(kind, 'slow', spec));
    const running = await reaches(kind, 'slow', 'Running');
    api.update(resourceOf(kind), { ...running, ...{ spec: { ...running.spec, cancel: true } } });
    await reaches(kind, 'slow', 'Cancelled');
  }

  async function agentObserved(): Promise<void> {
    const { api } = cluster.server;
    const metadata = { name: 'agent', namespace };
    api.create('agents.beeai.dev', {
      apiVersion: 'beeai.dev/v1',
      kind: 'Agent',
      metadata,
      ...{ spec: { image: 'any:v1' } },
    });
    await eventually<Agent>(api, 'agents.beeai.dev', 'agent', ({ status }) => status?.conditions !== undefined);
  }

  /** A build that succeeds immediately, because nothing runs it, and the Agent of its image. */
  async function agentBuilt(): Promise<void> {
    const { api } = cluster.server;
    createBuild(api, 'built', makeSpec({ deploy: true }));
    reportRun(api, await whenStarted(api, 'built'), pushes(`sha256:${'a'.repeat(64)}`));
    await buildStatus(api, 'built', ({ agentName }) => agentName !== undefined);
  }

  test('makes no request that is not allowed', () => {
    const beyond = transport.rights.filter((right) => !permissions.some((permission) => allows(permission, right)));
    expect(new Set(beyond.map(text))).toEqual(new Set());
  });

  test.each(['batchruns', 'taskruns', 'agents'])(
    'owns children of %s as OwnerReferencesPermissionEnforcement requires',
    (parents) => {
      expect(transport.rights.map(text)).toContainEqual(expect.stringMatching(`^update ${parents}/finalizers`));
    },
  );

  test('uses every right, except those that are marked as rare', () => {
    const idle = permissions.flatMap(({ resources, apiGroup, verbs, seldom = {}, resourceNames: [name] = [] }) =>
      resources.flatMap((resource) =>
        verbs.filter((verb) => !(verb in seldom)).map((verb): Right => ({ verb, apiGroup, resource, name })),
      ),
    );
    const asked = new Set(transport.rights.map(text));
    expect(idle.map(text).filter((right) => !asked.has(right))).toEqual([]);
  });
});

describe('least privilege', () => {
  test('no Secret, no wildcard, no change of a spec of our kinds', () => {
    const all = permissions.flatMap(({ apiGroup, resources, verbs }) =>
      resources.flatMap((resource) => verbs.map((verb) => text({ apiGroup, resource, verb }))),
    );
    expect(all.filter((right) => /secret|\*/.test(right))).toEqual([]);
    const ours = all.filter((right) => /^(create|update|patch|delete) [a-z]+\.(kubetask\.io|beeai\.dev)/.test(right));
    // Only runs whose retention has expired, and the Agents that AgentBuilds deploy.
    const runs = ['delete batchruns.kubetask.io', 'delete taskruns.kubetask.io'];
    expect(ours.toSorted()).toEqual(['create agents.beeai.dev', ...runs, 'patch agents.beeai.dev']);
  });

  test('every verb that is marked as rare is allowed', () => {
    const strangers = permissions.flatMap(({ verbs, seldom = {} }) =>
      Object.keys(seldom).filter((verb) => !verbs.some((allowed) => allowed === verb)),
    );
    expect(strangers).toEqual([]);
  });
});

describe('rightOf', () => {
  const cases: Record<string, { request: Parameters<typeof rightOf>[0]; want: string[] }> = {
    'a list of all namespaces': { request: { method: 'GET', path: '/api/v1/pods' }, want: ['list pods'] },
    'a watch of one': {
      request: { method: 'GET', path: '/apis/batch/v1/namespaces/a/jobs', query: { watch: true } },
      want: ['watch jobs.batch'],
    },
    'one object': { request: { method: 'GET', path: '/apis/batch/v1/namespaces/a/jobs/j' }, want: ['get jobs.batch'] },
    'a subresource': {
      request: { method: 'PATCH', path: '/apis/kubetask.io/v1alpha1/namespaces/a/batchruns/r/status' },
      want: ['patch batchruns/status.kubetask.io'],
    },
    'no resource': { request: { method: 'GET', path: '/version' }, want: [] },
  };
  test.each(Object.entries(cases))('%s', (_, { request, want }) => {
    expect(rightOf(request).map(text)).toEqual(want);
  });
});
