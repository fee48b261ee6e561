import { expect, test } from '@jest/globals';
import type { AgentBuildSpec } from '../../../api/generated/kinds.js';
import { formatFieldError } from '../../../packages/structural-schema/field-error.js';
import { builderOf } from '../../../plan/agent-build/builders/builder.js';
import { deployedAgent } from '../../../plan/agent-build/deployed-agent.js';
import { gitToken, variables } from '../../../plan/agent-build/git-token.js';
import { runSpec } from '../../../plan/agent-build/run-spec.js';
import { tektonVariables } from '../../../plan/agent-build/tekton-variables.js';
import { makeBuildInputs, makeBuildSpec, richBuild } from './sample.js';

type Builder = NonNullable<AgentBuildSpec['builder']>;

const context = '/kubetask/build/source/$(params.source-subfolder)';
const registry = 'registry.example.com:5000';
const paths = { CONTEXT: context, DOCKERFILE: '$(params.dockerfile)', LAYOUT_DIR: '/kubetask/build/image' };

const plans: Record<Builder, { args: readonly string[]; env: Record<string, string>; mount: readonly string[] }> = {
  kaniko: {
    args: [
      `--context=dir://${context}`,
      `--dockerfile=${context}/$(params.dockerfile)`,
      '--no-push',
      '--oci-layout-path=/kubetask/build/image',
      `--insecure-registry=${registry}`,
      `--skip-tls-verify-registry=${registry}`,
      '$(params.build-args[*])',
    ],
    env: {},
    mount: [],
  },
  'buildkit-rootless': {
    args: ['$(params.build-args[*])'],
    env: { BUILDKITD_FLAGS: '--oci-worker-no-process-sandbox', ...paths, INSECURE_REGISTRY: registry },
    mount: ['buildkit at /home/user/.local/share/buildkit'],
  },
  buildah: {
    args: ['$(params.build-args[*])'],
    env: { STORAGE_DRIVER: 'vfs', ...paths },
    mount: ['containers at /var/lib/containers'],
  },
};
test.each(Object.entries(plans))('%s: its arguments, and the volumes that it writes to', (builder, want) => {
  const { step, env = [], volumes } = builderOf({ ...richBuild, builder: builder as Builder });
  const mounts = step.volumeMounts ?? [];
  expect(step.args).toEqual(want.args);
  expect(Object.fromEntries(env.map(({ name, value }) => [name, value]))).toEqual(want.env);
  expect(mounts.map(({ name, mountPath }) => `${name} at ${mountPath}`)).toEqual(want.mount);
  expect(volumes.map(({ name }) => name)).toEqual(mounts.map(({ name }) => name));
});

test.each(['kaniko', 'buildkit-rootless'] as const)('%s: a registry with TLS needs no exception', (builder) => {
  expect(JSON.stringify(builderOf(makeBuildSpec({ builder })))).not.toMatch(/registry=|"INSECURE_REGISTRY"/);
});

test('a deployed Agent: with the given name, in the same namespace, labelled with its build', () => {
  const agent = deployedAgent(makeBuildInputs(richBuild), 'i@sha256:1');
  expect(agent).toMatchObject({
    apiVersion: 'beeai.dev/v1',
    kind: 'Agent',
    metadata: { name: 'helper', namespace: 'team' },
    spec: { image: 'i@sha256:1', description: 'Helps', port: 9000 },
  });
  expect(Object.values(agent.metadata.labels ?? {})).toEqual(['hello']);
});

test('a deployed Agent without a template: with the name of the build, without namespace or description', () => {
  const { namespace: _, ...inputs } = makeBuildInputs();
  const { metadata, spec } = deployedAgent(inputs, 'i');
  expect({ name: metadata.name, keys: Object.keys(metadata) }).toEqual({
    name: 'hello',
    keys: expect.not.arrayContaining(['namespace']),
  });
  expect(Object.keys(spec)).not.toContain('description');
});

const secret = { valueFrom: { secretKeyRef: { name: 's', key: 'k' } } };
test.each(['GITHUB_TOKEN', 'GIT_TOKEN', 'SOURCE_REPO_SECRET'])(
  '%s from a Secret: the token, not a variable',
  (name) => {
    const spec = makeBuildSpec({
      env: [
        { name: 'A', value: '1' },
        { name, ...secret },
      ],
    });
    expect(gitToken(spec)?.volume).toEqual({
      name: 'git-token',
      secret: { secretName: 's', items: [{ key: 'k', path: 'token' }] },
    });
    expect(variables(spec)).toEqual([{ name: 'A', value: '1' }]);
  },
);

const origins: Record<string, string> = {
  'https://github.com/o/r.git': 'https://github.com',
  'http://git.example.com:3000/team/agents.git': 'http://git.example.com:3000',
  'HTTPS://Git.Example.com/o/r': 'HTTPS://Git.Example.com',
  'git@github.com:o/https://x/r': '',
};
test.each(Object.entries(origins))('the token of %s: only for "%s"', (repoUrl, want) => {
  const { env = [] } = gitToken(makeBuildSpec({ repoUrl })) ?? {};
  expect(env.find(({ name }) => name === 'GIT_TOKEN_URL')).toEqual({ name: 'GIT_TOKEN_URL', value: want });
});

test('without env there is no token and no variable', () => {
  const { env: _, ...spec } = makeBuildSpec();
  expect([gitToken(spec), variables(spec)]).toEqual([undefined, []]);
});

const claimOf = (spec: AgentBuildSpec) => runSpec('hello', spec).workspaces?.[0]?.volumeClaimTemplate?.spec;
test('the shared volume: as in the spec, by default 5Gi of the default class', () => {
  expect(claimOf(richBuild)).toEqual({
    accessModes: ['ReadWriteOnce'],
    storageClassName: 'fast',
    resources: { requests: { storage: '10Gi' } },
  });
  expect(claimOf(makeBuildSpec())).toEqual({
    accessModes: ['ReadWriteOnce'],
    resources: { requests: { storage: '5Gi' } },
  });
});

const taken = (variable: string) => `Tekton takes ${variable} for one of its variables; nothing can stand for it here`;
const foreign: Record<string, { spec: Partial<AgentBuildSpec>; want: readonly string[] }> = {
  'the name of the user': {
    spec: { repoUser: 'a$(params.x)b' },
    want: [`spec.repoUser: Invalid value: ${taken('$(params.x)')}`],
  },
  'an image': {
    spec: { images: { pull: 'i:$(context.taskRun.name)' } },
    want: [`spec.images.pull: Invalid value: ${taken('$(context.taskRun.name)')}`],
  },
  'a variable of a step': {
    spec: { env: [{ name: 'A', value: '$(steps.x.results.y)' }] },
    want: [`spec.env[0].value: Invalid value: ${taken('$(steps.x.results.y)')}`],
  },
  'a result by index': {
    spec: { env: [{ name: 'A', value: '$(params["x"])' }] },
    want: [`spec.env[0].value: Invalid value: ${taken('$(params["x"])')}`],
  },
  "a variable of Kubernetes' own": { spec: { env: [{ name: 'A', value: '$(HOME) $(paramsx)' }] }, want: [] },
  'any variable in a build argument': {
    spec: { buildArgs: [{ name: 'A', value: '$(HOME)' }] },
    want: [`spec.buildArgs[0].value: Invalid value: ${taken('$(HOME)')}`],
  },
  'any variable in a path': {
    spec: { dockerfile: '$()' },
    want: [`spec.dockerfile: Invalid value: ${taken('$()')}`],
  },
};
test.each(Object.entries(foreign))('%s: whether Tekton expands it', (_, { spec, want }) => {
  expect(tektonVariables(makeBuildSpec({ env: [], ...spec })).map(formatFieldError)).toEqual(want);
});
