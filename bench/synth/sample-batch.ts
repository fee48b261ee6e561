import { Chart } from 'cdk8s';
import type * as kubetask from '../../constructs/index.js';

/** The constructs, from the bundle that users load or from this repository. */
export type Kubetask = Pick<typeof kubetask, 'BatchConstruct' | 'Context' | 'KubetaskApp' | 'WorkspaceConstruct'>;

/** A batch of realistic size: a workspace, one prompt, and one repository per task. */
export function sampleBatch(library: Kubetask, app: kubetask.KubetaskApp, repositories: number): void {
  const { BatchConstruct, Context, WorkspaceConstruct } = library;
  const chart = new Chart(app, 'fleet', { namespace: 'agents' });
  const workspace = new WorkspaceConstruct(chart, 'claude', {
    agentImage: 'quay.io/myorg/claude-agent:v1.0',
    spec: { resources: { requests: { cpu: '500m', memory: '1Gi' }, limits: { memory: '2Gi' } } },
  });
  const rules = Array.from({ length: 20 }, (_, i) => `${i + 1}. Keep to the rule "number ${i + 1}" of this list.\n`);
  new BatchConstruct(chart, 'update', {
    workspace,
    commonContext: [Context.file('/workspace/task.md', `Update dependencies to latest versions.\n\n${rules.join('')}`)],
    variableContexts: Array.from({ length: repositories }, (_, i) => [
      Context.repository({ org: 'myorg', repo: `service-${i}`, branch: 'main' }),
    ]),
    run: { runId: '001' },
  });
}
