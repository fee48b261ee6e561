import type { Agent, AgentBuild, Batch, Task } from '../../api/generated/kinds.js';
import { batchRun } from '../../api/kinds/batch-run.js';
import { events } from '../../api/kinds/kubernetes.js';
import { taskRun } from '../../api/kinds/task-run.js';
import type { KubernetesObject } from '../../packages/kubernetes-conventions/kubernetes-object.js';
import { agentPodRow, podsOfAgent } from '../agent/agent-pods.js';
import { describeAgent } from '../agent/describe-agent.js';
import { describeAgentBuild } from '../agent-build/describe-agent-build.js';
import type { Cluster } from '../cluster/cluster.js';
import { outcomesOfRun } from '../cluster/outcomes-of-run.js';
import { ifReadable } from '../cluster/readable-kinds.js';
import { type Resolved, resolveObject } from '../cluster/resolve.js';
import { defineCommand } from '../command-definition.js';
import { exitCodes } from '../exit-codes.js';
import { allKinds } from '../kinds.js';
import type { PodObject } from '../logs/pod-logs.js';
import { byCreation } from '../run/creation-order.js';
import { describeBatchRun } from '../run/describe-batch-run.js';
import { type EventObject, eventLines } from '../run/describe-events.js';
import { describeTaskRun } from '../run/describe-task-run.js';
import { describeTemplate } from '../run/describe-template.js';
import { runRow } from '../run/run-row.js';
import { isBatchRun, type Run, runState, templateOf } from '../run/run-state.js';
import { taskRows } from '../run/task-row.js';
import type { Session } from '../session.js';

export const describeCommand = defineCommand(
  'describe',
  (command) =>
    command
      .summary('show one object with its tasks or steps, conditions and events')
      .description(
        'Show a run with its tasks or steps, conditions and Events; a Batch or Task with its latest runs; an Agent with its Pods; or an AgentBuild with its previous builds.',
      )
      .argument('<name...>', 'such as batchrun/x, task/y, agent/z, agentbuild/z or @latest'),
  async (session, names) => {
    const cluster = await session.cluster();
    for (const [index, name] of names.entries()) {
      const resolved = await resolveObject(cluster, name, allKinds);
      const lines = await describe(session, cluster, resolved);
      await session.out.write([...(index > 0 ? ['', ''] : []), ...lines, ''].join('\n'));
      adviseOn(resolved, session);
    }
    return exitCodes.succeeded;
  },
);

async function describe({ out, err, now }: Session, cluster: Cluster, { kind, object }: Resolved): Promise<string[]> {
  const time = now();
  if (kind.role === 'template') {
    const runs = await runsOf(cluster, object as Batch | Task);
    return describeTemplate(object as Batch | Task, runs, out.terminal, time);
  }
  const events = eventLines(await ifReadable(cluster, eventsOf(cluster, object), []), out.terminal, time);
  if (kind.role === 'service') {
    const agent = object as Agent;
    const pods = await cluster.collect(podsOfAgent(agent), (pod: PodObject) => agentPodRow(pod));
    return [...describeAgent(agent, pods, out.terminal, time), ...events];
  }
  if (kind.role === 'build') return [...describeAgentBuild(object as AgentBuild, out.terminal, time), ...events];
  const run = object as Run;
  if (!isBatchRun(run)) return [...describeTaskRun(run, out.terminal, time), ...events];
  const rows = taskRows(run, await outcomesOfRun(cluster, run, err));
  return [...describeBatchRun(run, rows, out.terminal, time), ...events];
}

async function runsOf(cluster: Cluster, template: Batch | Task) {
  const { name, namespace } = template.metadata;
  const { resource } = template.kind === 'Batch' ? batchRun : taskRun;
  const reference = `${template.kind.toLowerCase()}/${name}`;
  const rows = await cluster.collect({ resource, namespace }, (run: Run) =>
    templateOf(run) === reference ? [runRow(run)] : [],
  );
  return rows.flat().sort(byCreation);
}

function eventsOf(cluster: Cluster, { kind, metadata: { name, namespace, uid } }: KubernetesObject) {
  const fieldSelector = `involvedObject.kind=${kind},involvedObject.name=${name}`;
  return cluster
    .collect(
      { resource: events, namespace, fieldSelector },
      (event: EventObject & { involvedObject?: { uid?: string } }) =>
        event.involvedObject?.uid === undefined || event.involvedObject.uid === uid ? [event] : [],
    )
    .then((found) => found.flat());
}

/** What to look at next, for a person only. */
function adviseOn(resolved: Resolved, { err }: Session): void {
  const advice = err.terminal.isTty ? adviceOn(resolved) : undefined;
  if (advice) err.line(err.terminal.paint('dim', `\n${advice}`));
}

function adviceOn({ kind, object }: Resolved): string | undefined {
  if (kind.role === 'template') return undefined;
  const name = `${kind.singular}/${object.metadata.name}`;
  const follow = `kubectl task logs ${name} -f  follows it`;
  if (kind.role === 'service') return follow;
  const { phase } = runState(object as Run);
  if (phase === 'Failed') return `kubectl task logs ${name} --failed  shows why`;
  return phase === 'Running' ? follow : undefined;
}
