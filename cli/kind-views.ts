import type { Agent, AgentBuild, Batch, BatchRun, Task, TaskRun } from '../api/generated/kinds.js';
import { agent } from '../api/kinds/agent.js';
import { agentBuild } from '../api/kinds/agent-build.js';
import { batch } from '../api/kinds/batch.js';
import { batchRun } from '../api/kinds/batch-run.js';
import type { Kind } from '../api/kinds/kind.js';
import { task } from '../api/kinds/task.js';
import { taskRun } from '../api/kinds/task-run.js';
import type { KubernetesObject } from '../packages/kubernetes-conventions/kubernetes-object.js';
import { agentPodRow, podsOfAgent } from './agent/agent-pods.js';
import { agentTable } from './agent/agent-row.js';
import { describeAgent } from './agent/describe-agent.js';
import { describeAgentBuild } from './agent-build/describe-agent-build.js';
import { ifReadable } from './cluster/readable-kinds.js';
import { taskRowsOfRun } from './cluster/task-rows-of-run.js';
import type { DescribeContext, KindView } from './kind-view.js';
import type { PodObject } from './logs/pod-logs.js';
import type { TableView } from './output/table-view.js';
import { describeBatchRun } from './run/describe-batch-run.js';
import { describeTaskRun } from './run/describe-task-run.js';
import { describeTemplate } from './run/describe-template.js';
import { runTable } from './run/run-row.js';
import { runsOfTemplate } from './run/runs-of-template.js';
import { templateTable } from './run/template-row.js';

/**
 * How each kind is shown, one row each, in the order of the tables of `list` and `get`. `list`, `get` and `describe`
 * iterate it; `cli/plan/planned-runs.ts` has the row for `plan`, which loads the schemas.
 */
export const kindViews: readonly KindView[] = [
  view<Batch>(batch, templateTable, ofTemplate),
  view<Task>(task, templateTable, ofTemplate),
  view<BatchRun>(batchRun, runTable, async (run, { cluster, out, err, now }) => {
    const { rows } = await taskRowsOfRun(cluster, run, err);
    return describeBatchRun(run, rows, out.terminal, now);
  }),
  view<TaskRun>(taskRun, runTable, async (run, { out, now }) => describeTaskRun(run, out.terminal, now)),
  view<AgentBuild>(agentBuild, runTable, async (build, { out, now }) => describeAgentBuild(build, out.terminal, now)),
  view<Agent>(agent, agentTable, async (observed, { cluster, out, now }) => {
    const pods = cluster.collect(podsOfAgent(observed), (pod: PodObject) => agentPodRow(pod));
    return describeAgent(observed, await ifReadable(cluster, pods, []), out.terminal, now);
  }),
];

type Describe<Observed> = (object: Observed, context: DescribeContext) => Promise<readonly string[]>;

function view<Observed extends KubernetesObject>(kind: Kind, table: TableView, describe: Describe<Observed>): KindView {
  return { kind, table, describe: (object, context) => describe(object as Observed, context) };
}

async function ofTemplate(template: Batch | Task, { cluster, out, now }: DescribeContext): Promise<readonly string[]> {
  const runs = await ifReadable(cluster, runsOfTemplate(cluster, template), []);
  return describeTemplate(template, runs, out.terminal, now);
}

/** @throws Error for a kind without a row: a fault of ours */
export function viewOf(kind: Kind): KindView {
  const found = kindViews.find((each) => each.kind === kind);
  if (!found) throw new Error(`Cannot show ${kind.resource.kind}: it has no row in cli/kind-views.ts`);
  return found;
}

/** The tables of the kinds, in order, each with the kinds that it shows. */
export function tablesOf(kinds: readonly Kind[]): { readonly table: TableView; readonly kinds: readonly Kind[] }[] {
  const tables = new Set(kindViews.map(({ table }) => table));
  return [...tables]
    .map((table) => ({ table, kinds: kinds.filter((kind) => viewOf(kind).table === table) }))
    .filter(({ kinds: shown }) => shown.length > 0);
}
