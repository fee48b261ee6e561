import { join } from 'node:path';
import { Chart } from 'cdk8s';
import { CrdsChart } from '../../apps/crds.js';
import { BatchConstruct, Context, KubetaskApp, WorkspaceConstruct } from '../../constructs/index.js';
import { EXAMPLE_AGENT_IMAGE } from './example-images.js';
import type { FleetRepository } from './fleet.js';

const task = 'Move to Node 24.\n\nreplace: node:20 => node:24\n';

/** Long enough to watch, short enough to wait for. */
const thinkingSeconds = 2;

/**
 * Synthesizes a batch over the fleet, with its run and Jobs, into `outdir`.
 * @returns the paths of the files, in the order in which to apply them
 */
export function synthesizeDemo(fleet: readonly FleetRepository[], outdir: string): string[] {
  const app = new KubetaskApp({ outdir });
  const crds = new CrdsChart(app);
  const chart = new Chart(app, 'move-to-node-24', { namespace: 'default' });
  const workspace = new WorkspaceConstruct(chart, 'replace-agent', {
    agentImage: EXAMPLE_AGENT_IMAGE,
    spec: { env: [{ name: 'AGENT_THINKING_SECONDS', value: String(thinkingSeconds) }] },
  });
  new BatchConstruct(chart, 'move-to-node-24', {
    workspace,
    commonContext: [Context.file('/workspace/task.md', task)],
    variableContexts: fleet.map(({ name, url }) => [Context.repository({ url, branch: 'main', path: name })]),
    run: { runId: '001' },
  });
  app.synth();
  return [crds, chart].map(({ node }) => join(outdir, `${node.id}.k8s.yaml`));
}
