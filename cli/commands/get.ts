import { Option } from 'commander';
import type { Agent, Batch, Task } from '../../api/generated/kinds.js';
import { agentColumns, agentRow } from '../agent/agent-row.js';
import { type OutputOptions, outputOption, withOptions } from '../args/options.js';
import type { Cluster } from '../cluster/cluster.js';
import { type Resolved, resolveObject } from '../cluster/resolve.js';
import { watchRows } from '../cluster/watch-rows.js';
import { defineCommand } from '../command-definition.js';
import { UserError } from '../errors/user-error.js';
import { type ExitCode, exitCodes } from '../exit-codes.js';
import { allKinds, qualifiedName } from '../kinds.js';
import type { Output } from '../output/output.js';
import { formatted, isWhole, listOf } from '../output/print-object.js';
import { table } from '../output/table.js';
import { byCreation } from '../run/creation-order.js';
import { runColumns, runRow } from '../run/run-row.js';
import type { Followed } from '../run/run-state.js';
import { templateColumns, templateRow } from '../run/template-row.js';
import type { Session } from '../session.js';

interface GetOptions extends OutputOptions {
  readonly watch?: boolean;
}

export const getCommand = defineCommand<GetOptions>(
  'get',
  (command) =>
    withOptions(
      command
        .summary('show objects by name')
        .description('Show runs, Batches, Tasks, Agents or AgentBuilds by name, as a table or as complete objects.')
        .argument('<name...>', 'such as batchrun/x, task/y, agent/z, agentbuild/z or @latest'),
      outputOption(),
      new Option('--no-headers', 'do not print column headers'),
      new Option('-w, --watch', 'print a line for each change of a run').conflicts('output'),
    ),
  async (session, names, { output, headers, watch }) => {
    const { out, now } = session;
    const cluster = await session.cluster();
    const found: Resolved[] = [];
    for (const name of names) found.push(await resolveObject(cluster, name, allKinds));
    if (watch) return watchRuns(session, cluster, found, headers !== false);
    const objects = found.map(({ object }) => object);
    if (isWhole(output)) await out.write(formatted(objects.length === 1 ? objects[0] : listOf(objects), output));
    else if (output?.type === 'name') {
      for (const { kind, object } of found) out.line(qualifiedName(kind, object.metadata.name));
    } else printTables(found, out, now(), { headers: headers !== false, isWide: output?.type === 'wide' });
    return exitCodes.succeeded;
  },
);

async function watchRuns(
  { out, now, interrupt }: Session,
  cluster: Cluster,
  found: readonly Resolved[],
  headers: boolean,
): Promise<ExitCode> {
  if (found.some(({ kind }) => kind.role === 'service'))
    throw new UserError('Cannot watch an agent by name: use kubectl task list agents -w to watch all agents');
  await watchRows({
    cluster,
    selections: found.map(({ kind, object: { metadata } }) => ({
      resource: kind.resource,
      namespace: metadata.namespace,
      fieldSelector: `metadata.name=${metadata.name}`,
    })),
    rowOf: (object) => runRow(object as Followed),
    order: byCreation,
    columns: (time) => runColumns({ isWide: false, hasNamespace: false, kinds: found.map(({ kind }) => kind) }, time),
    headers,
    out,
    now,
    signal: interrupt,
  });
  return exitCodes.interrupted;
}

interface TableOptions {
  readonly headers: boolean;
  readonly isWide: boolean;
}

/** Runs, templates and agents have different columns: a table each. */
function printTables(found: readonly Resolved[], out: Output, now: number, { headers, isWide }: TableOptions): void {
  const of = (role: string) => found.filter(({ kind }) => kind.role === role).map(({ object }) => object);
  const templates = of('template').map((object) => templateRow(object as Batch | Task));
  const followed = found.filter(({ kind: { role } }) => role === 'run' || role === 'build');
  const runs = followed.map(({ object }) => runRow(object as Followed));
  const agents = of('service').map((object) => agentRow(object as Agent));
  const shown = { isWide, hasNamespace: false };
  const tables = [
    templates.length > 0 ? table(templateColumns(shown, now), templates, out.terminal, { headers }) : [],
    runs.length > 0
      ? table(runColumns({ ...shown, kinds: followed.map(({ kind }) => kind) }, now), runs, out.terminal, { headers })
      : [],
    agents.length > 0 ? table(agentColumns(shown, now), agents, out.terminal, { headers }) : [],
  ];
  const filled = tables.filter(({ length }) => length > 0);
  for (const [index, lines] of filled.entries())
    for (const line of [...(index > 0 ? [''] : []), ...lines]) out.line(line);
}
