import { describe, expect, test } from '@jest/globals';
import type { AgentBuildSpec } from '../../../api/generated/kinds.js';
import { buildHash } from '../../../plan/agent-build/build-hash.js';
import { gitToken, tokenReference } from '../../../plan/agent-build/git-token.js';
import { hostOf, imageOf } from '../../../plan/agent-build/inputs.js';
import { pullStep } from '../../../plan/agent-build/pull-step.js';
import { tektonVariables } from '../../../plan/agent-build/tekton-variables.js';
import { asStored } from '../../../plan/as-stored.js';
import { makeBuildSpec, richBuild } from './sample.js';

describe('the hash of a build', () => {
  const plain = buildHash(makeBuildSpec());
  const same: Record<string, object> = {
    'what is done with the image': { deploy: true, agent: { port: 9000 } },
    'a field without a value': { sourceSubfolder: undefined },
    'a field that is null, which an API server does not keep': { sourceSubfolder: null },
  };
  test.each(Object.entries(same))('%s: the same', (_, spec) => {
    expect(buildHash(makeBuildSpec(spec))).toBe(plain);
  });
  test.each(['imageTag', 'revision', 'trigger'])('another %s: another', (field) => {
    expect(buildHash(makeBuildSpec({ [field]: 'another' }))).not.toBe(plain);
  });
});

describe('what an API server stores of an object', () => {
  const schema = {
    type: 'object' as const,
    properties: { size: { type: 'integer' as const, default: 1 }, list: { type: 'array' as const } },
  };
  const cases: Record<string, { value: unknown; want: unknown }> = {
    'a default is filled in': { value: {}, want: { size: 1 } },
    'a null is absent, and so has the default': { value: { size: null }, want: { size: 1 } },
    'an undefined field is absent': { value: { list: undefined }, want: { size: 1 } },
    'a zero, a false and an empty text stay': {
      value: { size: 0, list: [false, ''] },
      want: { size: 0, list: [false, ''] },
    },
    'inside of lists too': { value: { list: [{ a: null, b: 1 }] }, want: { size: 1, list: [{ b: 1 }] } },
  };
  test.each(Object.entries(cases))('%s', (_, { value, want }) => expect(asStored(schema, value)).toStrictEqual(want));

  test('the object itself does not change', () => {
    const value = { size: null };
    asStored(schema, value);
    expect(value).toEqual({ size: null });
  });
});

describe('the token that pull authenticates with', () => {
  const fromSecret = (name: string) => ({ name, valueFrom: { secretKeyRef: { name: 's', key: 'k' } } });
  const cases: Record<string, { env: AgentBuildSpec['env']; want: object | undefined }> = {
    'no variables: none': { env: undefined, want: undefined },
    'a variable of another name: none': { env: [{ name: 'A', value: '1' }], want: undefined },
    'a token that comes from no Secret: none': { env: [{ name: 'GIT_TOKEN', value: 'x' }], want: undefined },
    'the token among other variables': {
      env: [{ name: 'A', value: '1' }, fromSecret('GIT_TOKEN')],
      want: { name: 's', key: 'k' },
    },
  };
  test.each(Object.entries(cases))('%s', (_, { env, want }) => {
    const { env: __, ...spec } = makeBuildSpec();
    expect(tokenReference(env === undefined ? spec : { ...spec, env })).toEqual(want);
  });

  test('it is sent to the host of the repository alone, and nowhere without a host', () => {
    const urlOf = (repoUrl: string) =>
      gitToken(makeBuildSpec({ repoUrl }))?.env.find(({ name }) => name === 'GIT_TOKEN_URL');
    expect(urlOf('https://git.example.com:8443/a/b.git')?.value).toBe('https://git.example.com:8443');
    expect(urlOf('no-url')?.value).toBe('');
  });

  test('a public repository: pull has no volume', () => {
    const { volumes, step } = pullStep(makeBuildSpec({ env: [] }));
    expect(volumes).toEqual([]);
    expect(step).not.toHaveProperty('volumeMounts');
    expect(pullStep(richBuild).step.volumeMounts).toHaveLength(1);
  });
});

describe('texts that Tekton would replace', () => {
  const message = (variable: string) =>
    `Tekton takes ${variable} for one of its variables; nothing can stand for it here`;
  const cases: Record<string, { spec: Partial<AgentBuildSpec>; want: [path: string, variable: string][] }> = {
    'neither env nor buildArgs nor images': { spec: {}, want: [] },
    'each field that becomes a parameter': {
      spec: { repoUrl: '$(a)', revision: '$(b)', sourceSubfolder: '$(c)', dockerfile: '$(d)' },
      want: [
        ['spec.repoUrl', '$(a)'],
        ['spec.revision', '$(b)'],
        ['spec.sourceSubfolder', '$(c)'],
        ['spec.dockerfile', '$(d)'],
      ],
    },
    'the user, in a step': { spec: { repoUser: '$(tasks.a.b)' }, want: [['spec.repoUser', '$(tasks.a.b)']] },
    'one step or all of them': {
      spec: { images: { pull: '$(step.a)', build: '$(steps[0])' } },
      want: [
        ['spec.images.pull', '$(step.a)'],
        ['spec.images.build', '$(steps[0])'],
      ],
    },
    'a variable without a value': { spec: { env: [{ name: 'A' }], buildArgs: [{ name: 'B', value: '' }] }, want: [] },
  };
  test.each(Object.entries(cases))('%s', (_, { spec, want }) => {
    const { env: __, ...plain } = makeBuildSpec();
    expect(tektonVariables({ ...plain, ...spec }).map(({ path, detail }) => [path, detail])).toEqual(
      want.map(([path, variable]) => [path, message(variable)]),
    );
  });
});

test('the image, and the host of its registry', () => {
  expect(imageOf(makeBuildSpec())).toBe('ghcr.io/beeai/agents/hello-world-agent:v1');
  expect(['localhost:5000', 'ghcr.io/org/team'].map(hostOf)).toEqual(['localhost:5000', 'ghcr.io']);
});
