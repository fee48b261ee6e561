import { describe, expect, test } from '@jest/globals';
import { Duration } from 'cdk8s';
import type { AgentSpec, Batch, BatchRun, BatchSpec, WorkspaceConfigSpec } from '../api/generated/kinds.js';
import { ANNOTATION_PLAN_HASH } from '../api/labels.js';
import { START_GATE } from '../api/start-gate.js';
import { AgentBuildConstruct } from '../constructs/agent-build-construct.js';
import { AgentConstruct } from '../constructs/agent-construct.js';
import { BatchConstruct, type SynthesizedBatchProps, type TaskList } from '../constructs/batch-construct.js';
import { Context } from '../constructs/context/context.js';
import { WorkspaceConstruct, type WorkspaceProps } from '../constructs/workspace-construct.js';
import type { KubernetesObject } from '../packages/kubernetes-conventions/kubernetes-object.js';
import { withController } from '../packages/kubernetes-conventions/owner.js';
import { asStored } from '../plan/as-stored.js';
import { planBatchRun } from '../plan/batch-run/plan.js';
import { schemaOf } from '../plan/manifest/object/own-kind.js';
import { reconcile as reconcileAgent } from '../runtime/agent/reconcile.js';
import { synthesizeObjects } from './constructs/sample.js';
import { richAgent } from './plan/agent/sample.js';
import { makeBuildInputs } from './plan/agent-build/sample.js';
import { makeFile, makeRepository } from './plan/sample.js';
import { makeAgent } from './runtime/agent/world.js';
import {
  makeBuild as makeBuildObject,
  makeWorld as makeBuildWorld,
  passes as passesOfBuild,
} from './runtime/agent-build/world.js';
import { makeBatchObject, makeRun, makeWorkspace, makeWorld, pass } from './runtime/batch-run/world.js';

const spec: BatchSpec = {
  backoffLimit: 2,
  activeDeadlineSeconds: 600,
  commonContext: [
    makeFile('/workspace/task.md', 'Update dependencies.\n'),
    makeFile('/workspace/task.md', { configMapKeyRef: { name: 'guides', key: 'style.md', optional: true } }),
    makeFile('/etc/agent/token', { secretKeyRef: { name: 'agent', key: 'token' } }),
  ],
  variableContexts: [
    [makeRepository(), makeFile('/workspace/notes.md', 'first')],
    [makeRepository({ url: 'https://git.example.com/b.git', path: 'b', depth: 0, secretRef: { name: 'git' } })],
    [makeRepository({ repo: 'c' }), makeRepository({ repo: 'd' })],
  ],
};

const workspace: WorkspaceConfigSpec = {
  agentImage: 'ghcr.io/example/agent:1',
  command: ['agent', '--yes'],
  toolsImage: 'ghcr.io/example/tools:1',
  env: [{ name: 'MODE', value: 'fast' }],
  resources: { limits: { memory: '1Gi' } },
  defaultContexts: [makeFile('/workspace/task.md', 'Be kind.')],
  credentials: [{ name: 'llm', secretRef: { name: 'llm', key: 'key' }, env: 'LLM_KEY' }],
  podLabels: { team: 'platform' },
  scheduling: { nodeSelector: { pool: 'agents' } },
  proxy: { httpsProxy: 'http://proxy:3128' },
};

const run = makeRun();

/** What the constructs write for this run: a Batch with every feature and its WorkspaceConfig. */
function synthesized(given: BatchSpec = spec, config = workspace): KubernetesObject[] {
  const { agentImage, toolsImage, defaultContexts, credentials, ...rest } = config;
  const { activeDeadlineSeconds = 0, ...others } = given;
  const objects = synthesizeObjects(
    (chart) => {
      const environment = new WorkspaceConstruct(chart, 'default', {
        ...{ agentImage, toolsImage, defaultContexts, credentials, spec: rest },
      } as WorkspaceProps);
      new BatchConstruct(chart, 'update', {
        workspace: environment,
        activeDeadline: Duration.seconds(activeDeadlineSeconds),
        run: { name: run.metadata.name },
        ...(others as object as TaskList),
      });
    },
    { namespace: run.metadata.namespace ?? '' },
  );
  return objects.filter(({ kind }) => kind === 'ConfigMap' || kind === 'Job');
}

/** What the reconciler sends for the same run. */
function created(given: BatchSpec = spec, config = workspace): KubernetesObject[] {
  const planned = pass(makeWorld({ run, batch: makeBatchObject(given), workspace: makeWorkspace(config) })).world;
  return pass(planned).changes.map(({ object }) => withController(object, run));
}

const withoutOwner = ({ metadata: { ownerReferences: _, ...metadata }, ...object }: KubernetesObject) => ({
  ...object,
  metadata,
});

test('a synthesized run and a runtime run have the same objects, except for the owner', () => {
  const objects = created();
  expect(objects.map(({ metadata }) => metadata.ownerReferences?.[0]?.uid)).toEqual(Array(7).fill(run.metadata.uid));
  const written = synthesized();
  expect(written.map(({ kind }) => kind)).toEqual([...Array(4).fill('ConfigMap'), 'Job', 'Job', 'Job']);
  expect(JSON.parse(JSON.stringify(objects.map(withoutOwner)))).toEqual(written);
});

test('the same where tasks have names, and texts of their own', () => {
  const { variableContexts = [], ...others } = spec;
  const tasks = variableContexts.map((contexts, index) => ({
    contexts,
    ...(index === 1 ? {} : { name: `task-${index}` }),
  }));
  const named: BatchSpec = { ...others, tasks };
  const byName = (objects: readonly KubernetesObject[]) =>
    [...objects].sort((a, b) => a.metadata.name.localeCompare(b.metadata.name));
  const written = synthesized(named);
  expect(written.map(({ kind }) => kind)).toEqual([...Array(5).fill('ConfigMap'), 'Job', 'Job', 'Job']);
  expect(JSON.parse(JSON.stringify(byName(created(named).map(withoutOwner))))).toEqual(byName(written));
});

test('the same with an agent preset, whose wrapper is among the texts', () => {
  const { command: _, agentImage: __, ...others } = workspace;
  const config: WorkspaceConfigSpec = { ...others, agent: { preset: 'gemini-cli', model: 'm', permissions: 'all' } };
  const objects = JSON.parse(JSON.stringify(created(spec, config).map(withoutOwner)));
  expect(objects).toEqual(synthesized(spec, config));
  expect(JSON.stringify(objects)).toContain('/kubetask/agent/gemini-cli.mjs');
});

test('both have the same plan hash', () => {
  const { name } = run.metadata;
  const { hash } = planBatchRun({ run: { name }, batch: { name: 'update', spec }, workspace });
  const { status } = pass(
    makeWorld({ run, batch: makeBatchObject(spec), workspace: makeWorkspace(workspace) }),
  ).outcome;
  expect(status.planHash).toBe(hash);
});

/** The Batch, the run and the Jobs as synthesized, and a pass over them as the API server stores them. */
function builtAndObserved(props: Partial<SynthesizedBatchProps>) {
  const objects = synthesizeObjects(
    (chart) => {
      const variableContexts = [[Context.repository({ org: 'o', repo: 'r', branch: 'main' })]];
      new BatchConstruct(chart, 'update', { variableContexts, run: { name: run.metadata.name }, ...props });
    },
    { namespace: 'team' },
  );
  const stored = objects.map((object) => asStored(schemaOf(object) ?? {}, object));
  const batch = { ...makeBatchObject(), ...(stored.find(({ kind }) => kind === 'Batch') as Batch) };
  const built = stored.find(({ kind }) => kind === 'BatchRun') as BatchRun;
  const { status } = pass(makeWorld({ run: { ...run, spec: built.spec }, batch })).outcome;
  const job = stored.find(({ kind }) => kind === 'Job') as KubernetesObject & { spec: { suspend?: boolean } };
  return { annotated: built.metadata.annotations?.[ANNOTATION_PLAN_HASH], status, batch, job };
}

test.each([
  ['defaults left out', {}],
  ['defaults written out', { commonContext: [] }],
  ['a limit', { maxConcurrency: 2 }],
])('%s: the plan hash that the build writes is the one that the reconciler finds', (_, props) => {
  const { annotated, status } = builtAndObserved(props);
  expect(annotated).toMatch(/^[0-9a-f]{16}$/);
  expect(status.planHash).toBe(annotated);
});

test('with a limit, a synthesized Job differs only in the gate of its Pods and in the deadline, which is the Pod’s', () => {
  const { job, batch } = builtAndObserved({ maxConcurrency: 2 });
  const planned = pass(makeWorld({ run, batch })).world;
  const [own] = pass(planned).changes.filter(({ object }) => object.kind === 'Job');
  const created = JSON.parse(JSON.stringify(own?.object));
  const { activeDeadlineSeconds, template, ...spec } = created.spec;
  const gated = { ...template.spec, activeDeadlineSeconds, schedulingGates: [{ name: START_GATE }] };
  expect(job).toEqual({ ...created, spec: { ...spec, template: { ...template, spec: gated } } });
});

describe('an Agent', () => {
  const {
    image,
    env,
    protocol,
    replicas,
    imagePullSecrets: _,
    serviceAccountName: __,
    ...spec
  } = richAgent as Required<AgentSpec>;
  const own = { image, env, protocol, replicas };
  const agent = makeAgent({ ...own, ...spec });

  test('the same objects, except for the owner', () => {
    const observed = { parent: agent, children: [], pods: [], warnings: [] };
    const sent = reconcileAgent(observed, 0).desired.map((object) => withController(object, agent));
    const written = synthesizeObjects((chart) => void new AgentConstruct(chart, 'helper', { ...own, spec }), {
      namespace: 'team',
    });
    expect(sent.map(withoutOwner).reverse()).toEqual(written);
  });
});

describe('an AgentBuild', () => {
  const build = makeBuildInputs().spec;

  /** What the construct writes. */
  const written = (layout: 'pipeline' | 'single-pod') =>
    synthesizeObjects(
      (chart) => {
        const { env, image, imageRegistry, imageTag, repoUrl } = build;
        const spec = { layout, ...(env ? { env } : {}) };
        new AgentBuildConstruct(chart, 'hello', {
          repoUrl,
          revision: 'main',
          imageRegistry,
          image,
          imageTag,
          run: true,
          spec,
        });
      },
      { namespace: 'team' },
    );

  /** What the reconciler sends, in as many passes as it needs. */
  function sent(layout: 'pipeline' | 'single-pod') {
    const world = makeBuildWorld({ build: makeBuildObject({ ...build, layout }) });
    return passesOfBuild(world)
      .flatMap(({ changes }) => changes)
      .map(({ object }) => withController(object, world.build));
  }

  test.each(['pipeline', 'single-pod'] as const)('%s: the same objects, except for the owner', (layout) => {
    const created = sent(layout);
    expect(created.map(({ kind }) => kind)).toEqual(['ServiceAccount', 'Pipeline', 'PipelineRun']);
    expect(created.map(withoutOwner)).toEqual(written(layout));
  });
});
