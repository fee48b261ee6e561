import { describe, expect, test } from '@jest/globals';
import type { Chart } from 'cdk8s';
import { ClusterRole, RoleBinding, Secret } from 'cdk8s-plus-28';
import { AgentBuildConstruct, type AgentBuildProps, AgentConstruct } from '../../constructs/index.js';
import { lintObjects, warningsOf } from '../../constructs/linter/lint-objects.js';
import { lintedObjects } from '../../constructs/linter/linted-objects.js';
import type { KubernetesObject } from '../../packages/kubernetes-conventions/kubernetes-object.js';
import { agentBuildInputs } from '../../plan/agent-build/inputs.js';
import { planAgentBuild } from '../../plan/agent-build/plan.js';
import { seedBuild } from '../plan/agent-build/sample.js';
import { tektonSchemaErrors } from '../plan/agent-build/tekton-schema.js';
import { makeApp, problemsOf, synthesizeObjects } from './sample.js';

const { env: _, ...seed } = seedBuild;
const buildOf =
  (
    props: Partial<AgentBuildProps> = {},
    compose: (build: AgentBuildConstruct, chart: Chart) => void = () => undefined,
  ) =>
  (chart: Chart) => {
    const token = { secret: Secret.fromSecretName(chart, 'token', 'github-token-secret'), key: 'token' };
    compose(new AgentBuildConstruct(chart, 'hello', { ...seed, token, ...props } as AgentBuildProps), chart);
  };
const namesOf = (objects: readonly KubernetesObject[]) =>
  objects.map(({ kind, metadata }) => `${kind} ${metadata.name}`);

describe('what is emitted', () => {
  const cases: Record<string, { props: Partial<AgentBuildProps>; want: string[] }> = {
    'by default: what a PipelineRun needs': { props: {}, want: ['ServiceAccount hello', 'Pipeline hello'] },
    'with a run: named by what it builds': {
      props: { run: true },
      want: ['ServiceAccount hello', 'Pipeline hello', 'PipelineRun hello-dbf7834d29'],
    },
    'at run time: the AgentBuild alone': { props: { objects: 'runtime' }, want: ['AgentBuild hello'] },
    'a name in metadata: instead of the id': {
      props: { metadata: { name: 'other' } },
      want: ['ServiceAccount other', 'Pipeline other'],
    },
  };
  test.each(Object.entries(cases))('%s', (_, { props, want }) =>
    expect(namesOf(synthesizeObjects(buildOf(props)))).toEqual(want),
  );
});

test("the AgentBuild of the original project's example: the same spec", () => {
  const [build] = synthesizeObjects(buildOf({ objects: 'runtime' })) as (KubernetesObject & { spec: unknown })[];
  expect(build?.spec).toEqual(seedBuild);
});

test('parity: all of them are those of the planner', () => {
  let plan: object[] = [];
  const objects = synthesizeObjects(
    buildOf({ run: true }, ({ manifest }) => {
      const { serviceAccount, pipeline, pipelineRun } = planAgentBuild(agentBuildInputs(manifest));
      plan = [serviceAccount, pipeline, pipelineRun];
    }),
    { namespace: 'team' },
  );
  expect(objects).toEqual(JSON.parse(JSON.stringify(plan)));
});

test("as YAML: Tekton's schemas know every field", () => {
  const objects = synthesizeObjects(buildOf({ run: true, spec: { layout: 'single-pod' } }), { namespace: 'team' });
  expect(objects.filter(({ apiVersion }) => apiVersion === 'tekton.dev/v1').flatMap(tektonSchemaErrors)).toEqual([]);
});

test('the scripts are written unchanged', () => {
  const [, pipeline] = synthesizeObjects(buildOf());
  const plan = planAgentBuild({ name: 'hello', spec: seedBuild });
  expect((pipeline as typeof plan.pipeline).spec.tasks[0]?.taskSpec.steps[0]?.script).toBe(
    plan.pipeline.spec.tasks[0]?.taskSpec.steps[0]?.script,
  );
});

test('a committed run: a warning, not an error', () => {
  const warnings = (props: Partial<AgentBuildProps>) =>
    warningsOf(lintObjects(lintedObjects(makeApp(buildOf(props)).node.findAll()))).map(({ line }) => line);
  expect(warnings({ run: true })).toEqual([
    expect.stringMatching(/^PipelineRun hello-dbf7834d29: kind: Forbidden: OpenShift GitOps/),
  ]);
  expect(warnings({})).toEqual([]);
  expect(problemsOf(buildOf({ run: true }))).toEqual([]);
});

describe('composing with cdk8s-plus-28', () => {
  test('Secrets: the token for pull, the push Secret for push', () => {
    const [, pipeline] = synthesizeObjects((chart) =>
      buildOf({ pushSecret: Secret.fromSecretName(chart, 'registry', 'registry') })(chart),
    );
    const { tasks } = (pipeline as ReturnType<typeof planAgentBuild>['pipeline']).spec;
    expect(tasks.map(({ taskSpec }) => taskSpec.volumes?.map(({ secret }) => secret?.secretName))).toEqual([
      ['github-token-secret'],
      undefined,
      ['registry'],
    ]);
  });

  test('the ServiceAccount: bound to a Role', () => {
    const objects = synthesizeObjects(
      buildOf({}, ({ serviceAccount }, chart) => {
        const role = ClusterRole.fromClusterRoleName(chart, 'scc', 'system:openshift:scc:pipelines-scc');
        new RoleBinding(chart, 'binding', { metadata: { name: 'binding' }, role }).addSubjects(serviceAccount);
      }),
      { namespace: 'team' },
    );
    expect(objects.at(-1)).toMatchObject({ subjects: [{ kind: 'ServiceAccount', name: 'hello', namespace: 'team' }] });
  });

  test('the image: what an agent runs', () => {
    const objects = synthesizeObjects(buildOf({}, ({ image }, chart) => new AgentConstruct(chart, 'agent', { image })));
    expect(JSON.stringify(objects.at(-1))).toContain('"image":"ghcr.io/beeai/agents/hello-world-agent:v1"');
  });
});

describe('bad input: reported at synth, without credentials', () => {
  const cases: Record<string, { props: Partial<AgentBuildProps>; want: string[] }> = {
    'credentials in a URL': {
      props: { repoUrl: 'https://me:canary@github.com/o/r' },
      want: [
        'AgentBuild hello: spec.repoUrl: Forbidden: no credentials and no query inside a URL; put the token into a Secret and name it in env as GITHUB_TOKEN',
      ],
    },
    'input that the types refuse': {
      props: { repoUrl: undefined, spec: { buildArgs: [{ name: 'A', value: 1 }] } } as never,
      want: [
        'AgentBuild hello: spec.repoUrl: Required value',
        'AgentBuild hello: spec.buildArgs[0].value: Invalid value: "integer": spec.buildArgs[0].value in body must be of type string: "integer"',
      ],
    },
    'an image with a tag': {
      props: { image: 'hello:v1' },
      want: ['AgentBuild hello: spec.image: Invalid value: "hello:v1": the name alone; the tag goes into imageTag'],
    },
    'a token twice': {
      props: {
        spec: { env: [{ name: 'GIT_TOKEN', valueFrom: { secretKeyRef: { name: 's', key: 'k' } } }] },
      },
      want: ['AgentBuild hello: spec.env: Forbidden: give one token for pulling'],
    },
  };
  test.each(Object.entries(cases))('%s', (_, { props, want }) => expect(problemsOf(buildOf(props))).toEqual(want));
});
