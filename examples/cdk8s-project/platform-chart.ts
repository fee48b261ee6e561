import { Chart } from 'cdk8s';
import { Secret, ServiceAccount } from 'cdk8s-plus-33';
import type { Construct } from 'constructs';
import { BatchConstruct, Context, WorkspaceConstruct } from 'kubetask';

/** Services of the platform team. The rest of the infrastructure code deploys them. */
export const services = ['billing', 'checkout', 'search'];

/** The namespace of the platform team, and a batch that keeps its services up to date. */
export class PlatformChart extends Chart {
  readonly updates: BatchConstruct;

  constructor(scope: Construct, id: string) {
    super(scope, id, { namespace: 'platform' });
    new ServiceAccount(this, 'deployer', { metadata: { name: 'deployer' } });
    const github = Secret.fromSecretName(this, 'github', 'github');
    const workspace = new WorkspaceConstruct(this, 'claude', { agentImage: 'quay.io/myorg/claude-agent:v1.0' });
    this.updates = new BatchConstruct(this, 'update-dependencies', {
      workspace,
      commonContext: [Context.file('/workspace/task.md', 'Update dependencies to latest versions. Run the tests.\n')],
      variableContexts: services.map((repo) => [
        Context.repository({ org: 'myorg', repo, branch: 'main', secret: github }),
      ]),
      run: { runId: '2026-11' },
    });
  }
}
