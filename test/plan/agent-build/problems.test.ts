import { describe, expect, test } from '@jest/globals';
import type { AgentBuildSpec } from '../../../api/generated/kinds.js';
import { formatFieldError } from '../../../packages/structural-schema/field-error.js';
import { checkObject } from '../../../plan/manifest/object/checked-object.js';
import { objectProblems } from '../../../plan/manifest/together/object-problems.js';
import { makeBuildSpec, richBuild, seedBuild } from './sample.js';

const problemsOf = (spec: object, name = 'hello') =>
  objectProblems([
    checkObject({ apiVersion: 'beeai.dev/v1', kind: 'AgentBuild', metadata: { name }, spec } as never),
  ]).map(formatFieldError);

const token = (name: string) => ({ name, valueFrom: { secretKeyRef: { name: 's', key: 'k' } } });
const credentials =
  'spec.repoUrl: Forbidden: no credentials and no query inside a URL; put the token into a Secret and name it in env as GITHUB_TOKEN';
const url = 'give the URL of a repository, such as https://github.com/org/repo.git';
const registry = 'give host/path in lower case, such as ghcr.io/org';
const image = "give a name of lower case letters, digits, '.', '_', '-' and '/', such as hello-world-agent";
const inside = (where: string) => `give a path inside the ${where}, without a leading / and without ..`;

describe('an AgentBuild in a file', () => {
  const cases: Record<string, { spec: Partial<AgentBuildSpec> | object; name?: string; want: string[] }> = {
    "the original project's example: accepted": { spec: {}, want: [] },
    'every field: accepted': { spec: richBuild, want: [] },
    'a repository of this machine: accepted': { spec: { repoUrl: 'file:///srv/agent.git' }, want: [] },
    'a port in the registry: accepted': { spec: { imageRegistry: 'localhost:5000' }, want: [] },
    'a user and a token in the URL: not shown': {
      spec: { repoUrl: 'https://me:canary@github.com/o/r.git' },
      want: [credentials],
    },
    'a password in user@host:path: not shown': {
      spec: { repoUrl: 'me:canary@github.com:o/r.git' },
      want: [credentials],
    },
    'a token in the fragment: not shown': { spec: { repoUrl: 'https://h/o/r#token=canary' }, want: [credentials] },
    'a token alone in the URL: not shown': { spec: { repoUrl: 'https://canary@github.com/o/r' }, want: [credentials] },
    'a token in a query: not shown': {
      spec: { repoUrl: 'https://host/o/r.git?private_token=canary' },
      want: [credentials],
    },
    'an address for SSH: the error says what is wanted': {
      spec: { repoUrl: 'git@github.com:o/r.git' },
      want: [`spec.repoUrl: Invalid value: "git@github.com:o/r.git": ${url}`],
    },
    'a URL of a host alone: the error says what is wanted': {
      spec: { repoUrl: 'https://github.com' },
      want: ['spec.repoUrl: Invalid value: "https://github.com": must name a repository behind the host'],
    },
    'a revision that looks like an option: refused': {
      spec: { revision: '--upload-pack=x' },
      want: [`spec.revision: Invalid value: "--upload-pack=x": must not begin with '-'; git refuses such a name`],
    },
    'an image with a tag: the error says where it goes': {
      spec: { image: 'hello:v1' },
      want: ['spec.image: Invalid value: "hello:v1": the name alone; the tag goes into imageTag'],
    },
    'an image in upper case: the error says what is wanted': {
      spec: { image: 'Hello' },
      want: [`spec.image: Invalid value: "Hello": ${image}`],
    },
    'an image with two dots: the error says what is wanted': {
      spec: { image: 'a..b' },
      want: [`spec.image: Invalid value: "a..b": ${image}`],
    },
    'no tag: required': { spec: { imageTag: undefined }, want: ['spec.imageTag: Required value'] },
    'an invalid tag: the error says what is wanted': {
      spec: { imageTag: 'v1:latest' },
      want: [`spec.imageTag: Invalid value: "v1:latest": give a tag of letters, digits, '_', '.' and '-', such as v1`],
    },
    'a registry with a scheme: the error says so': {
      spec: { imageRegistry: 'https://ghcr.io/org' },
      want: [
        'spec.imageRegistry: Invalid value: "https://ghcr.io/org": a registry has no scheme; give host/path, such as ghcr.io/org',
      ],
    },
    'credentials in a registry: not shown': {
      spec: { imageRegistry: 'me:canary@ghcr.io/org' },
      want: ['spec.imageRegistry: Forbidden: no credentials in a registry; name their Secret in pushSecret'],
    },
    'a registry that ends in a slash: the error says what is wanted': {
      spec: { imageRegistry: 'ghcr.io/org/' },
      want: [`spec.imageRegistry: Invalid value: "ghcr.io/org/": ${registry}`],
    },
    'a folder outside the repository: the error says so': {
      spec: { sourceSubfolder: 'a/../..', dockerfile: '/etc/Dockerfile' },
      want: [
        `spec.sourceSubfolder: Invalid value: "a/../..": ${inside('repository')}`,
        `spec.dockerfile: Invalid value: "/etc/Dockerfile": ${inside('build context')}`,
      ],
    },
    'a token in plain text: not shown': {
      spec: { env: [{ name: 'GITHUB_TOKEN', value: 'canary' }] },
      want: ['spec.env: Forbidden: a token comes from a Secret; give valueFrom.secretKeyRef'],
    },
    'two tokens: refused': {
      spec: { env: [token('GITHUB_TOKEN'), token('GIT_TOKEN')] },
      want: ['spec.env: Forbidden: give one token for pulling'],
    },
    'another variable from a Secret: only the token may': {
      spec: { env: [token('NPM_TOKEN')] },
      want: ['spec.env: Forbidden: only the token for pulling may come from a Secret; name it GITHUB_TOKEN'],
    },
    'a variable twice: the second': {
      spec: {
        env: [
          { name: 'A', value: '1' },
          { name: 'A', value: '2' },
        ],
      },
      want: ['spec.env[1]: Duplicate value: {"name":"A"}'],
    },
    'a variable that no shell knows: the error says what may be in it': {
      spec: { env: [{ name: 'A B', value: '1' }] },
      want: [
        `spec.env[0].name: Invalid value: "A B": must consist of letters, digits, '_', '-' and '.', and must not start with a digit`,
      ],
    },
    "a variable of Tekton's: refused": {
      spec: {
        env: [{ name: 'A', value: 'x $(params.image) y' }],
        images: { pull: '$(context.pipeline.name)' },
      },
      want: [
        'spec.env[0].value: Invalid value: Tekton takes $(params.image) for one of its variables; nothing can stand for it here',
        'spec.images.pull: Invalid value: Tekton takes $(context.pipeline.name) for one of its variables; nothing can stand for it here',
      ],
    },
    'any variable in a field that becomes a parameter: refused': {
      spec: { revision: 'a$(B)', buildArgs: [{ name: 'B', value: 'at $(HOME)' }] },
      want: [
        'spec.revision: Invalid value: Tekton takes $(B) for one of its variables; nothing can stand for it here',
        'spec.buildArgs[0].value: Invalid value: Tekton takes $(HOME) for one of its variables; nothing can stand for it here',
      ],
    },
    "a variable of Kubernetes': accepted": { spec: { env: [{ name: 'A', value: '$(B)' }] }, want: [] },
    'an unknown builder: the known ones': {
      spec: { builder: 'docker' },
      want: ['spec.builder: Unsupported value: "docker": supported values: "kaniko", "buildkit-rootless", "buildah"'],
    },
    'a request above the limit: the error names the limit': {
      spec: { resources: { requests: { cpu: 2 }, limits: { cpu: '1' } } },
      want: ['spec.resources.requests.cpu: Invalid value: 2: must be at most the limit of 1'],
    },
    'an agent port out of range: refused': {
      spec: { agent: { port: 70000 } },
      want: ['spec.agent.port: Invalid value: 70000: spec.agent.port in body should be less than or equal to 65535'],
    },
    "a variable of the agent's that no shell knows": {
      spec: { agent: { env: [{ name: '1A' }] } },
      want: [
        `spec.agent.env[0].name: Invalid value: "1A": must consist of letters, digits, '_', '-' and '.', and must not start with a digit`,
      ],
    },
    'a name that no Agent can have, not deployed: accepted': { spec: {}, name: '2nd.build', want: [] },
    'a name that no Agent can have, with spec.agent.name: accepted': {
      spec: { deploy: true, agent: { name: 'helper' } },
      name: '2nd.build',
      want: [],
    },
    'a name that no Agent can have: the error says so': {
      spec: { deploy: true },
      name: '2nd.build',
      want: [
        "<nil>: Invalid value: the name is also the Agent's, which begins with a letter and has no dot; give another in spec.agent.name",
      ],
    },
    'a name of 64 characters: the error says why': {
      spec: {},
      name: 'a'.repeat(64),
      want: ["<nil>: Invalid value: the name is also the Pipeline's; it must have at most 63 characters"],
    },
  };
  test.each(Object.entries(cases))('%s', (_, { spec, name, want }) => {
    const problems = problemsOf({ ...makeBuildSpec(), ...spec }, name);
    expect(problems).toEqual(want);
    expect(problems.join()).not.toContain('canary');
  });
});

test('several problems: all at once', () =>
  expect(
    problemsOf({ ...seedBuild, repoUrl: 'https://canary@h/r', image: 'a:1', imageRegistry: 'http://r', imageTag: '' }),
  ).toHaveLength(4));
