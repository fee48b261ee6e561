import { expect } from '@jest/globals';
import { seedBuild } from '../../plan/agent-build/sample.js';
import { type Facts, inAnyOrder, invalid } from '../fact.js';
import type { Request } from '../world.js';

const mistake = (spec: object, name = 'b'): Request => [
  'POST',
  'agentbuilds',
  { apiVersion: 'beeai.dev/v1', kind: 'AgentBuild', metadata: { name }, spec: { ...seedBuild, ...spec } },
];
const invalidBuild = (...errors: string[]) => inAnyOrder(invalid('AgentBuild.beeai.dev "b"', ...errors));
const credentials =
  'spec.repoUrl: Forbidden: no credentials and no query inside a URL; put the token into a Secret and name it in env as GITHUB_TOKEN';

/** Why an AgentBuild is refused, with the messages of synth; no answer repeats a credential. */
export const agentBuildFacts: Facts = {
  'the seed, unchanged: accepted': {
    when: mistake({}),
    want: { code: 201, body: { spec: seedBuild, status: { observedGeneration: -1, phase: 'Pending' } } },
  },
  'credentials in a URL: not shown': {
    when: mistake({ repoUrl: 'https://me:canary@github.com/o/r.git' }),
    want: invalidBuild(credentials),
  },
  'a token in a query: not shown': {
    when: mistake({ repoUrl: 'https://h/o/r?token=canary' }),
    want: invalidBuild(credentials),
  },
  'an image with a tag': {
    when: mistake({ image: 'hello:v1' }),
    want: invalidBuild('spec.image: Invalid value: "hello:v1": the name alone; the tag goes into imageTag'),
  },
  'a registry with a scheme': {
    when: mistake({ imageRegistry: 'https://ghcr.io/org' }),
    want: invalidBuild(
      'spec.imageRegistry: Invalid value: "https://ghcr.io/org": a registry has no scheme; give host/path, such as ghcr.io/org',
    ),
  },
  'credentials in a registry: not shown': {
    when: mistake({ imageRegistry: 'me:canary@ghcr.io/org' }),
    want: invalidBuild('spec.imageRegistry: Forbidden: no credentials in a registry; name their Secret in pushSecret'),
  },
  'an invalid tag': {
    when: mistake({ imageTag: 'a:b' }),
    want: invalidBuild(
      `spec.imageTag: Invalid value: "a:b": give a tag of letters, digits, '_', '.' and '-', such as v1`,
    ),
  },
  'a token in plain text: not shown': {
    when: mistake({ env: [{ name: 'GITHUB_TOKEN', value: 'canary' }] }),
    want: invalidBuild('spec.env: Forbidden: a token comes from a Secret; give valueFrom.secretKeyRef'),
  },
  'a variable twice': {
    when: mistake({
      env: [
        { name: 'A', value: '1' },
        { name: 'A', value: '2' },
      ],
    }),
    want: invalidBuild('spec.env[1]: Duplicate value: {"name":"A"}'),
  },
  "a port of the agent's out of range": {
    when: mistake({ agent: { port: 70000 } }),
    want: invalidBuild(
      'spec.agent.port: Invalid value: 70000: spec.agent.port in body should be less than or equal to 65535',
    ),
  },
  'deployed under a name that no Agent can have': {
    when: mistake({ deploy: true }, '2nd.build'),
    want: {
      code: 422,
      body: { message: expect.stringContaining("the name is also the Agent's, which begins with a letter") },
    },
  },
};
