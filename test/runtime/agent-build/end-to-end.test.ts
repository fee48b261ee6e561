import { afterEach, describe, expect, test } from '@jest/globals';
import type { Agent } from '../../../api/generated/kinds.js';
import type { Fault } from '../../../packages/embedded-cluster/testing.js';
import type { KubernetesObject } from '../../../packages/kubernetes-conventions/kubernetes-object.js';
import { planAgentBuild } from '../../../plan/agent-build/plan.js';
import { eventually, type LocalCluster, namespace, startLocalCluster } from '../batch-run/local-cluster.js';
import {
  agentBuilds,
  buildStatus,
  changeBuild,
  createBuild,
  fails,
  installTekton,
  makeSpec,
  pipelineRuns,
  pushes,
  reportRun,
  runNames,
  runs,
  whenReason,
  whenStarted,
} from './fake-tekton.js';

const planOf = (name: string) => planAgentBuild({ name, namespace, spec: makeSpec() });

let cluster: LocalCluster;
const faults: { on: RegExp; fault: Fault }[] = [];
let asked = (_request: string): void => undefined;
const next = ({ method, url }: { method: string; url: URL }): Fault | undefined => {
  const request = `${method} ${url.pathname}${url.searchParams.has('watch') ? ' watch' : ''}`;
  asked(request);
  const index = faults.findIndex(({ on }) => on.test(request));
  return index < 0 ? undefined : faults.splice(index, 1)[0]?.fault;
};
const start = async ({ hasTekton = true } = {}) => {
  cluster = await startLocalCluster({ next });
  if (hasTekton) installTekton(cluster.api);
  await cluster.startReconcilers();
  return cluster.api;
};
afterEach(async () => {
  faults.length = 0;
  asked = () => undefined;
  await cluster.stop();
});

const digest = (character: string) => `sha256:${character.repeat(64)}`;
const restart = async () => {
  await cluster.stopReconcilers();
  await cluster.startReconcilers();
};
const one = (run: string) => `/apis/tekton.dev/v1/namespaces/${namespace}/pipelineruns/${run}`;
const eventOf = (reason: string) =>
  eventually(cluster.api, 'events', undefined, (event) => Reflect.get(event, 'reason') === reason);

describe('an AgentBuild', () => {
  test('is built once, deployed by digest, and reported in Events', async () => {
    const api = await start();
    const { metadata } = createBuild(api, 'hello', makeSpec({ deploy: true }));
    const run = await whenStarted(api, 'hello');
    expect(api.get(pipelineRuns, namespace, run)?.metadata.ownerReferences).toMatchObject([
      { kind: 'AgentBuild', name: 'hello', uid: metadata.uid, controller: true, blockOwnerDeletion: true },
    ]);
    reportRun(api, run, runs());
    await whenReason(api, 'hello', 'Running');
    reportRun(api, run, pushes(digest('a')));
    const agent = await eventually<Agent>(api, 'agents.beeai.dev', 'hello', () => true);
    expect(agent.spec.image).toBe(`ghcr.io/org/hello@${digest('a')}`);
    const { image, commit, phase } = await buildStatus(api, 'hello', ({ agentName }) => agentName !== undefined);
    expect([phase, image, commit]).toEqual(['Succeeded', agent.spec.image, 'c'.repeat(40)]);
    await Promise.all(['BuildStarted', 'BuildSucceeded', 'AgentApplied'].map(eventOf));
    await eventually(api, 'deployments.apps', 'hello', () => true);
  });

  test('without Tekton: reported, and built as soon as it is there', async () => {
    const api = await start({ hasTekton: false });
    createBuild(api, 'hello');
    const { conditions = [] } = await whenReason(api, 'hello', 'TektonNotInstalled');
    expect(Object.fromEntries(conditions.map(({ type, status }) => [type, status]))).toEqual({
      ...{ Ready: 'False', Reconciling: 'True', Succeeded: 'Unknown' },
    });
    installTekton(api);
    await whenStarted(api, 'hello');
  });

  test('pruned and restarted: not built again', async () => {
    const api = await start();
    createBuild(api, 'hello');
    const run = await whenStarted(api, 'hello');
    reportRun(api, run, pushes(digest('a')));
    await whenReason(api, 'hello', 'Completed');
    await cluster.stopReconcilers();
    api.delete(pipelineRuns, namespace, run);
    await cluster.startReconcilers();
    createBuild(api, 'later');
    await whenStarted(api, 'later');
    expect(runNames(api, 'hello')).toEqual([]);
    expect((await whenReason(api, 'hello', 'Completed')).image).toContain(digest('a'));
  });

  test('its PipelineRun deleted while it runs: failed, and not built again', async () => {
    const api = await start();
    createBuild(api, 'hello');
    const run = await whenStarted(api, 'hello');
    reportRun(api, run, runs());
    await whenReason(api, 'hello', 'Running');
    api.delete(pipelineRuns, namespace, run);
    const { phase } = await whenReason(api, 'hello', 'PipelineRunDeleted');
    await restart();
    expect([phase, runNames(api, 'hello')]).toEqual(['Failed', []]);
  });

  test('its PipelineRun is not in the cache yet: asked for, and not taken for deleted', async () => {
    faults.push({ on: /GET .*\/pipelineruns watch$/, fault: { kind: 'freeze' } });
    const api = await start();
    createBuild(api, 'hello');
    const run = await whenStarted(api, 'hello');
    const isAskedFor = new Promise<void>((resolve) => {
      asked = (request) => request.endsWith(`GET ${one(run)}`) && resolve();
    });
    const build = api.get(agentBuilds, namespace, 'hello') as KubernetesObject;
    api.update(agentBuilds, { ...build, metadata: { ...build.metadata, annotations: { touched: 'yes' } } });
    await isAskedFor;
    await cluster.stopReconcilers();
    expect((await buildStatus(api, 'hello', () => true)).phase).toBe('Pending');
  });

  test('another spec: the build of the first is cancelled, and comes back with its spec', async () => {
    const api = await start();
    createBuild(api, 'hello');
    const first = await whenStarted(api, 'hello');
    reportRun(api, first, runs());
    changeBuild(api, 'hello', { trigger: 'again' });
    const isCancelled = (run: KubernetesObject) => Reflect.get(Reflect.get(run, 'spec'), 'status') === 'Cancelled';
    const { metadata } = await eventually(api, pipelineRuns, first, isCancelled);
    const second = await whenStarted(api, 'hello');
    expect(runNames(api, 'hello')).toEqual([first, second]);
    reportRun(api, first, fails('Cancelled'));
    reportRun(api, second, pushes(digest('b')));
    await whenReason(api, 'hello', 'Completed');
    await buildStatus(api, 'hello', ({ builds = [] }) => builds[1]?.reason === 'Superseded');
    const { trigger: _, ...spec } = makeSpec();
    const build = api.get(agentBuilds, namespace, 'hello');
    api.update(agentBuilds, { ...build, ...{ spec } } as KubernetesObject);
    const again = await eventually(api, pipelineRuns, first, (run) => run.metadata.uid !== metadata.uid);
    expect(isCancelled(again)).toBe(false);
    expect(runNames(api, 'hello')).toHaveLength(2);
  });

  test("somebody else's PipelineRun of the name: reported, left alone, and built when it is gone", async () => {
    const api = await start();
    const run = planOf('hello').pipelineRun.metadata.name;
    api.create(pipelineRuns, { apiVersion: 'tekton.dev/v1', kind: 'PipelineRun', metadata: { name: run, namespace } });
    createBuild(api, 'hello');
    await whenReason(api, 'hello', 'PipelineRunConflict');
    expect(runNames(api, 'hello')).toEqual([]);
    api.delete(pipelineRuns, namespace, run);
    await whenStarted(api, 'hello');
  });
});

const create = /POST .*\/pipelineruns$/;
const reportedReasons: Record<string, { on: RegExp; fault: Fault }> = {
  'the answer to the creation is lost': { on: create, fault: { kind: 'reset', afterBytes: 5 } },
  'the creation is refused once': { on: create, fault: { kind: 'status', code: 503, reason: 'ServiceUnavailable' } },
  'the status cannot be written once': { on: /PATCH .*\/agentbuilds\/hello\/status$/, fault: { kind: 'reset' } },
  'the Pipeline cannot be applied once': { on: /PATCH .*\/pipelines\/hello$/, fault: { kind: 'status', code: 500 } },
};
test.each(Object.entries(reportedReasons))('%s: one PipelineRun all the same', async (_, reason) => {
  const api = await start();
  faults.push(reason);
  createBuild(api, 'hello');
  const run = await whenStarted(api, 'hello');
  expect(faults).toEqual([]);
  reportRun(api, run, pushes(digest('a')));
  await whenReason(api, 'hello', 'Completed');
  expect(runNames(api, 'hello')).toEqual([run]);
});
