import { readFileSync } from 'node:fs';
import { type App, Chart } from 'cdk8s';
import { Secret } from 'cdk8s-plus-28';
import { BatchConstruct, Context, Fleet, WorkspaceConstruct } from 'kubetask';

/** The committed output of `gh repo list`. Its diff shows which repositories were added and removed. */
const list = readFileSync('repositories.json', 'utf8');

const services = Fleet.fromGhRepoList(list).filter(
  ({ language, archived, fork }) => language === 'Go' && !archived && !fork,
);
const waves = 2;
const namespace = 'agents';

/** A file for each wave. Merge the first, review its pull requests, then merge the next. */
export function addGithubFleet(app: App): void {
  const workspace = new WorkspaceConstruct(new Chart(app, 'update-go', { namespace }), 'update-go', {
    agentImage: 'quay.io/myorg/claude-agent:v1.0',
  });
  for (let wave = 0; wave < waves; wave += 1) {
    const chart = new Chart(app, `update-go-${wave}`, { namespace });
    const github = Secret.fromSecretName(chart, 'github', 'github');
    new BatchConstruct(chart, `update-go-${wave}`, {
      workspace,
      commonContext: [Context.file('/workspace/task.md', 'Update Go to 1.26. Run the tests.\n')],
      tasks: services.shard(waves, wave).tasks((_, clone) => [Context.repository({ ...clone, secret: github })]),
      run: { runId: '001' },
    });
  }
}
