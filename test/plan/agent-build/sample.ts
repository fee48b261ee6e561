import type { AgentBuildSpec } from '../../../api/generated/kinds.js';
import type { AgentBuildInputs } from '../../../plan/agent-build/inputs.js';

/** The original project's example. */
export const seedBuild: AgentBuildSpec = {
  repoUrl: 'https://github.com/johndoe/my-agent-repo.git',
  revision: 'main',
  image: 'hello-world-agent',
  imageTag: 'v1',
  imageRegistry: 'ghcr.io/beeai/agents',
  env: [{ name: 'GITHUB_TOKEN', valueFrom: { secretKeyRef: { name: 'github-token-secret', key: 'token' } } }],
};

export const makeBuildSpec = (spec: Partial<AgentBuildSpec> = {}): AgentBuildSpec => ({ ...seedBuild, ...spec });

export const makeBuildInputs = (
  spec: Partial<AgentBuildSpec> = {},
  rest: Partial<AgentBuildInputs> = {},
): AgentBuildInputs => ({ name: 'hello', namespace: 'team', spec: makeBuildSpec(spec), ...rest });

/** Every field. */
export const richBuild: AgentBuildSpec = {
  repoUrl: 'http://git.example.com:3000/team/agents.git',
  revision: 'v2.1',
  repoUser: 'bot',
  sourceSubfolder: 'agents/helper',
  dockerfile: 'docker/Dockerfile',
  imageRegistry: 'registry.example.com:5000/agents',
  image: 'team/helper',
  imageTag: 'v2',
  env: [
    { name: 'HTTPS_PROXY', value: 'http://proxy:3128' },
    { name: 'GIT_TOKEN', valueFrom: { secretKeyRef: { name: 'git', key: 'pat', optional: true } } },
    { name: 'GIT_URL', value: 'not yours to set' },
    { name: 'STYLE', valueFrom: { configMapKeyRef: { name: 'house', key: 'style' } } },
  ],
  buildArgs: [
    { name: 'BASE', value: 'python:3.13-slim' },
    { name: 'GREETING', value: 'two words, "quoted" `id` $HOME $$' },
  ],
  pushSecret: { name: 'registry' },
  insecureRegistry: true,
  images: { pull: 'mirror/git:1', build: 'mirror/builder:1', push: 'mirror/push:1' },
  volume: { storageClassName: 'fast', size: '10240Mi' },
  resources: { requests: { cpu: '0.5' }, limits: { memory: '4096Mi' } },
  timeoutSeconds: 5400,
  trigger: 'again',
  deploy: true,
  agent: {
    name: 'helper',
    description: 'Helps',
    port: 9000,
    protocol: 'a2a',
    env: [{ name: 'LLM_URL', value: 'http://llm:11434' }],
  },
};
