import { Chart } from 'cdk8s';
import { Secret } from 'cdk8s-plus-28';
import type { Construct } from 'constructs';
import { BatchConstruct, Context, Credential, Fleet, WorkspaceConstruct } from 'kubetask';

/** Each provider has an image, and a Secret with the key of its API. */
const providers = [
  { name: 'claude', image: 'quay.io/myorg/claude-agent:v1.0', variable: 'ANTHROPIC_API_KEY' },
  { name: 'gemini', image: 'quay.io/myorg/gemini-agent:v1.0', variable: 'GEMINI_API_KEY' },
];

const fleet = Fleet.of(
  ['service-a', 'service-b', 'service-c'].map((repo) => ({
    url: `https://github.com/myorg/${repo}.git`,
    branch: 'main',
  })),
);

/**
 * Two agents do the same task in the same repositories, so that you can compare their pull requests. The image is part of
 * the task key, so each agent has its own branch in each repository.
 */
export class MultiProviderChart extends Chart {
  constructor(scope: Construct) {
    super(scope, 'multi-provider', { namespace: 'agents' });
    for (const { name, image, variable } of providers) {
      const secret = Secret.fromSecretName(this, `${name}-api`, `${name}-api`);
      const workspace = new WorkspaceConstruct(this, name, {
        agentImage: image,
        credentials: [Credential.fromSecret('api', secret, 'key', { env: variable })],
        // The limit of the provider, for all runs with this WorkspaceConfig.
        spec: { concurrency: { limitKey: name, limit: 5 } },
      });
      new BatchConstruct(this, `update-go-${name}`, {
        workspace,
        commonContext: [Context.file('/workspace/task.md', 'Update Go to 1.26. Run the tests.\n')],
        tasks: fleet.tasks(),
        run: { runId: '001' },
      });
    }
  }
}
