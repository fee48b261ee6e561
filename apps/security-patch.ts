import { Chart, Duration } from 'cdk8s';
import { ConfigMap, Secret } from 'cdk8s-plus-28';
import type { Construct } from 'constructs';
import { BatchConstruct, Context, Credential, FileContent, WorkspaceConstruct } from '../constructs/index.js';

/** Credentials, tools, texts from a ConfigMap and a Secret, a private Git host, and a run named by its content. */
export class SecurityPatchChart extends Chart {
  constructor(scope: Construct) {
    super(scope, 'security-patch', { namespace: 'kubetask-system' });
    const github = Secret.fromSecretName(this, 'github', 'github');
    const advisories = Secret.fromSecretName(this, 'advisories', 'advisories');
    const gitlab = Secret.fromSecretName(this, 'gitlab', 'gitlab-deploy');
    const rules = new ConfigMap(this, 'rules', {
      metadata: { name: 'house-rules' },
      data: { 'rules.md': 'Change as little as possible. Never touch generated files.\n' },
    });

    const workspace = new WorkspaceConstruct(this, 'claude', {
      agentImage: 'quay.io/myorg/claude-agent:v1.0',
      toolsImage: 'quay.io/myorg/agent-tools:v1.0',
      credentials: [Credential.fromSecret('github', github, 'token', { env: 'GITHUB_TOKEN' })],
      defaultContexts: [Context.file('/workspace/task.md', FileContent.fromConfigMap(rules, 'rules.md'))],
      spec: { resources: { requests: { cpu: '500m', memory: '1Gi' }, limits: { memory: '2Gi' } } },
    });

    new BatchConstruct(this, 'security-patch', {
      workspace,
      commonContext: [
        Context.file('/workspace/task.md', 'Replace package X by version Y, which fixes CVE-2024-0001.\n'),
        Context.file('/workspace/advisory.md', FileContent.fromSecret(advisories, 'CVE-2024-0001', { optional: true })),
      ],
      variableContexts: [
        [Context.repository({ url: 'https://git.example.com/platform/gateway.git', branch: 'main', secret: gitlab })],
      ],
      activeDeadline: Duration.hours(1),
      run: { suffix: 'content' },
    });
  }
}
