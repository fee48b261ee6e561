import { Chart } from 'cdk8s';
import { Secret } from 'cdk8s-plus-28';
import type { Construct } from 'constructs';
import { AgentBuildConstruct } from '../constructs/index.js';

/** The image of an agent out of a private repository: the original project's example, as a Pipeline for Tekton. */
export class BuildHelloWorldAgentChart extends Chart {
  constructor(scope: Construct) {
    super(scope, 'my-beeai-agent-build-v1', { namespace: 'agents' });
    new AgentBuildConstruct(this, 'my-beeai-agent-build-v1', {
      repoUrl: 'https://github.com/johndoe/my-agent-repo.git',
      revision: 'main',
      imageRegistry: 'ghcr.io/beeai/agents',
      image: 'hello-world-agent',
      imageTag: 'v1',
      token: { secret: Secret.fromSecretName(this, 'token', 'github-token-secret'), key: 'token' },
      pushSecret: Secret.fromSecretName(this, 'registry', 'ghcr-push'),
    });
  }
}
