import { readFileSync } from 'node:fs';
import { describe, expect, test } from '@jest/globals';
import { dump } from 'js-yaml';
import type { AgentBuildSpec } from '../../../api/generated/kinds.js';
import { goDuration } from '../../../packages/kubernetes-conventions/go-duration.js';
import { deployedAgent } from '../../../plan/agent-build/deployed-agent.js';
import type { AgentBuildInputs } from '../../../plan/agent-build/inputs.js';
import { planAgentBuild } from '../../../plan/agent-build/plan.js';
import { checkObject } from '../../../plan/manifest/object/checked-object.js';
import { baselineViolations } from '../batch-run/baseline.js';
import { makeBuildInputs, richBuild, seedBuild } from './sample.js';
import { tektonReferenceErrors } from './tekton-references.js';
import { tektonSchemaErrors } from './tekton-schema.js';

const builders = ['kaniko', 'buildkit-rootless', 'buildah'] as const;
const layouts = ['pipeline', 'single-pod'] as const;
const everyKind = builders.flatMap((builder) =>
  layouts.flatMap((layout) =>
    [seedBuild, richBuild].map(
      (spec, i) => [`${builder}, ${layout}, ${i === 0 ? 'plain' : 'rich'}`, { ...spec, builder, layout }] as const,
    ),
  ),
);

const tasksOf = (spec: Partial<AgentBuildSpec> = {}) => planAgentBuild(makeBuildInputs(spec)).pipeline.spec.tasks;
const stepsOf = (spec: Partial<AgentBuildSpec> = {}) => tasksOf(spec).flatMap(({ taskSpec }) => taskSpec.steps);
const stepOf = (name: 'pull' | 'build' | 'push', spec: Partial<AgentBuildSpec> = {}) =>
  stepsOf(spec).find((step) => step.name === name);
const envOf = (name: 'pull' | 'build' | 'push', spec: Partial<AgentBuildSpec> = {}) =>
  Object.fromEntries((stepOf(name, spec)?.env ?? []).map((variable) => [variable.name, variable.value]));

test.each([
  ['agent-build-seed', makeBuildInputs()],
  ['agent-build-rich', makeBuildInputs({ ...richBuild, layout: 'single-pod' })],
])('%s: golden', (name, inputs) => {
  const { serviceAccount, pipeline, pipelineRun } = planAgentBuild(inputs);
  const scripts = (key: string, value: unknown) => (key === 'script' ? String(value).split('\n', 1)[0] : value);
  const yaml = [serviceAccount, pipeline, pipelineRun]
    .map((object) =>
      dump(JSON.parse(JSON.stringify(object, scripts)), {
        noRefs: true,
        lineWidth: -1,
      }),
    )
    .join('---\n');
  expect(yaml).toBe(readFileSync(new URL(`../golden/${name}.yaml`, import.meta.url), 'utf8'));
});

describe.each(everyKind)('%s', (_, spec) => {
  const { serviceAccount, pipeline, pipelineRun } = planAgentBuild(makeBuildInputs(spec));

  test("Tekton's schemas know every field", () => {
    expect(tektonSchemaErrors(pipeline)).toEqual([]);
    expect(tektonSchemaErrors(pipelineRun)).toEqual([]);
  });

  test('every reference has a declaration', () => expect(tektonReferenceErrors(pipeline, pipelineRun)).toEqual([]));

  test('the run is of this Pipeline, under this ServiceAccount', () => {
    expect(pipelineRun.spec.pipelineRef.name).toBe(pipeline.metadata.name);
    expect(pipelineRun.spec.taskRunTemplate.serviceAccountName).toBe(serviceAccount.metadata.name);
  });

  test('every image has a digest or a full version, or is from the spec', () =>
    expect(
      pipeline.spec.tasks
        .flatMap(({ taskSpec }) => taskSpec.steps.map(({ image }) => image))
        .filter((image) => !/@sha256:[0-9a-f]{64}$|:v\d+\.\d+\.\d+$|^mirror\//.test(image)),
    ).toEqual([]));

  test('every step has a command or script, so that Tekton asks no registry', () =>
    expect(
      pipeline.spec.tasks
        .flatMap(({ taskSpec }) => taskSpec.steps)
        .filter(({ script, command }) => !script && !command),
    ).toEqual([]));
});

describe('secrets', () => {
  test.each(layouts)('%s: only the step that needs a Secret mounts it', (layout) => {
    const seen = stepsOf({ ...richBuild, layout }).map(({ name, volumeMounts = [] }) => [
      name,
      volumeMounts.map((mount) => mount.name).filter((volume) => ['git-token', 'registry'].includes(volume)),
    ]);
    expect(seen).toEqual([
      ['pull', ['git-token']],
      ['build', []],
      ['push', ['registry']],
    ]);
  });

  test('three tasks: no other Pod mounts the Secret', () =>
    expect(tasksOf(richBuild).map(({ taskSpec }) => taskSpec.volumes?.map(({ secret }) => secret?.secretName))).toEqual(
      [['git'], undefined, ['registry']],
    ));

  test('no Secret is a variable of any step', () =>
    expect(JSON.stringify(stepsOf(richBuild).map(({ env }) => env))).not.toContain('secretKeyRef'));

  test.each([
    ['https://github.com/johndoe/my-agent-repo.git', 'https://github.com'],
    ['http://git.example.com:3000/team/agents.git', 'http://git.example.com:3000'],
  ])('the token for %s goes to %s, for any value of the parameter', (repoUrl, want) =>
    expect(envOf('pull', { repoUrl })).toMatchObject({
      GIT_TOKEN_URL: want,
      GIT_URL: '$(params.repo-url)',
    }),
  );

  test('an optional token: the Secret is optional', () =>
    expect(tasksOf(richBuild)[0]?.taskSpec.volumes).toEqual([
      {
        name: 'git-token',
        secret: {
          secretName: 'git',
          items: [{ key: 'pat', path: 'token' }],
          optional: true,
        },
      },
    ]));

  test('no token: no volume of one', () =>
    expect(Object.keys(envOf('pull', { env: [] })).filter((name) => name.includes('TOKEN'))).toEqual([]));
});

describe('Pod Security', () => {
  test.each([
    ['kaniko', []],
    ['buildkit-rootless', ['seccomp', 'apparmor']],
    ['buildah', ['privileged']],
  ] as const)('%s: what baseline refuses of the build', (builder, want) =>
    expect(stepsOf({ builder }).flatMap(baselineViolations)).toEqual(want),
  );

  test.each([
    ['pull', 'kaniko', 65532],
    ['push', 'buildkit-rootless', 65532],
    ['push', 'kaniko', 0],
  ] as const)('%s, %s: as UID %d, able to do nothing more', (name, builder, runAsUser) =>
    expect(stepOf(name, { builder })?.securityContext).toMatchObject({
      runAsUser,
      allowPrivilegeEscalation: false,
      capabilities: { drop: ['ALL'] },
      seccompProfile: { type: 'RuntimeDefault' },
    }),
  );

  test('the shared volume belongs to their group', () =>
    expect(
      planAgentBuild(makeBuildInputs()).pipelineRun.spec.taskRunTemplate.podTemplate.securityContext?.fsGroup,
    ).toBe(65532));
});

describe('environment', () => {
  const named = (name: 'pull' | 'build') => Object.keys(envOf(name, richBuild));

  test("the user's variables: in pull and build, without the token, and they replace none of kubetask's", () => {
    expect(named('pull').slice(0, 2)).toEqual(['HTTPS_PROXY', 'STYLE']);
    expect(envOf('pull', richBuild)).toMatchObject({
      GIT_URL: '$(params.repo-url)',
    });
    expect(named('build')).toEqual(['HTTPS_PROXY', 'GIT_URL', 'STYLE']);
  });

  test('push has none of them', () => expect(Object.keys(envOf('push', richBuild))).not.toContain('HTTPS_PROXY'));
});

describe('parameters', () => {
  const paramsOf = (spec: Partial<AgentBuildSpec>) =>
    Object.fromEntries(
      planAgentBuild(makeBuildInputs(spec)).pipelineRun.spec.params.map(({ name, value }) => [name, value]),
    );

  test('every parameter has a default, so that people can start the Pipeline', () =>
    expect(
      planAgentBuild(makeBuildInputs()).pipeline.spec.params.filter((param) => param.default === undefined),
    ).toEqual([]));

  test('the run sets all of them', () =>
    expect(paramsOf({ revision: undefined as never })).toEqual({
      'repo-url': 'https://github.com/johndoe/my-agent-repo.git',
      revision: '',
      'source-subfolder': '.',
      dockerfile: 'Dockerfile',
      'build-args': [],
      image: 'ghcr.io/beeai/agents/hello-world-agent:v1',
    }));

  test('build arguments: one word each, unchanged after Kubernetes has expanded it', () =>
    expect(paramsOf(richBuild)['build-args']).toEqual([
      '--build-arg=BASE=python:3.13-slim',
      '--build-arg=GREETING=two words, "quoted" `id` $HOME $$$',
    ]));
});

describe('retries', () => {
  test('pull and push are retried, build is not', () =>
    expect(tasksOf().map(({ name, retries = 0 }) => `${name} ${retries}`)).toEqual(['pull 1', 'build 0', 'push 1']));
  test('a single Pod is not retried', () => expect(tasksOf({ layout: 'single-pod' })[0]?.retries).toBeUndefined());
});

describe('task timeouts; before Tekton 1.11 the default is an hour, even if the run may take longer', () => {
  const timeouts = (spec: Partial<AgentBuildSpec>) => tasksOf(spec).map(({ timeout }) => timeout);
  const cases: Record<string, { spec: Partial<AgentBuildSpec>; want: (string | undefined)[] }> = {
    'two hours: each task as long as the run': {
      spec: { timeoutSeconds: 7200 },
      want: ['2h0m0s', '2h0m0s', '2h0m0s'],
    },
    'two hours, in a single Pod: its task': { spec: { timeoutSeconds: 7200, layout: 'single-pod' }, want: ['2h0m0s'] },
    'no timeout: none, so that the PipelineRun decides': {
      spec: {},
      want: [undefined, undefined, undefined],
    },
  };
  test.each(Object.entries(cases))('%s', (_, { spec, want }) => expect(timeouts(spec)).toEqual(want));
});

describe('the hash', () => {
  const hashOf = (spec: Partial<AgentBuildSpec>) => planAgentBuild(makeBuildInputs(spec)).hash;
  const same: Record<string, Partial<AgentBuildSpec>> = {
    'deploy changed': { deploy: true },
    'agent changed': { agent: { port: 9000 } },
    'a field set to null': { trigger: null as never },
  };
  test.each(Object.entries(same))('%s: the same', (_, spec) => expect(hashOf(spec)).toBe(hashOf({})));

  test('keys in another order: the same', () => {
    const shuffled = Object.fromEntries(Object.entries(seedBuild).reverse());
    expect(hashOf(shuffled)).toBe(hashOf({}));
  });

  const other: Partial<AgentBuildSpec>[] = [
    { trigger: 'again' },
    { revision: 'dev' },
    { imageTag: 'v2' },
    { env: [] },
    { builder: 'buildah' },
    { images: { push: 'other:1' } },
  ];
  test.each(other)('%j: another', (spec) => expect(hashOf(spec)).not.toBe(hashOf({})));

  test('the same spec that is to be built again: another, each time', () => {
    const times = [undefined, '2026-12-01T00:00:00Z', '2026-12-02T00:00:00Z'];
    expect(new Set(times.map((buildAgain) => planAgentBuild(makeBuildInputs({}, { buildAgain })).hash)).size).toBe(3);
  });

  test('of the example never changes: a new hash would rebuild every image', () =>
    expect(hashOf({})).toMatchInlineSnapshot(`"dbf7834d29"`));
});

describe('names', () => {
  const runName = (inputs: AgentBuildInputs) => planAgentBuild(inputs).pipelineRun.metadata.name;

  test('the run: the name and the hash', () => {
    const { hash, pipelineRun } = planAgentBuild(makeBuildInputs());
    expect(pipelineRun.metadata.name).toBe(`hello-${hash}`);
    expect(hash).toMatch(/^[a-z0-9]{10}$/);
  });

  test('a long name: cut, and still unique', () => {
    const [one, other] = ['a', 'b'].map((end) => runName(makeBuildInputs({}, { name: `${'x'.repeat(62)}${end}` })));
    expect([one?.length, other?.length]).toEqual([63, 63]);
    expect(one).not.toBe(other);
  });
});

test.each([
  [60, '1m0s'],
  [90, '1m30s'],
  [3600, '1h0m0s'],
  [86400, '24h0m0s'],
  [59, '59s'],
])('%d seconds: %s', (seconds, want) => expect(goDuration(seconds)).toBe(want));

describe('the Agent that is deployed', () => {
  const image = `ghcr.io/org/agent@sha256:${'a'.repeat(64)}`;

  test.each([
    ['without a template', {}],
    ['with everything', richBuild],
  ])('%s: one that its schema accepts', (_, spec) => {
    const agent = deployedAgent(makeBuildInputs(spec), image);
    expect(checkObject(agent).errors).toEqual([]);
    expect(agent.spec.image).toBe(image);
  });

  test('its name: from the template, by default from the build', () => {
    const named = deployedAgent(makeBuildInputs(richBuild), image);
    expect([named.metadata.name, deployedAgent(makeBuildInputs(), image).metadata.name]).toEqual(['helper', 'hello']);
    expect(named.spec).toMatchObject({
      description: 'Helps',
      port: 9000,
      protocol: 'a2a',
    });
  });
});
