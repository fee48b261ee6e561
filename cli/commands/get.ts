import { Option } from 'commander';
import { type OutputOptions, outputOption, withOptions } from '../args/options.js';
import type { Cluster } from '../cluster/cluster.js';
import { type Resolved, resolveObject } from '../cluster/resolve.js';
import { watchRows } from '../cluster/watch-rows.js';
import { defineCommand } from '../command-definition.js';
import { UserError } from '../errors/user-error.js';
import { type ExitCode, exitCodes } from '../exit-codes.js';
import { tablesOf, viewOf } from '../kind-views.js';
import { allKinds, qualifiedName } from '../kinds.js';
import type { Output } from '../output/output.js';
import { formatted, isWhole, listOf } from '../output/print-object.js';
import { table } from '../output/table.js';
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
    if (watch) return watchObjects(session, cluster, found, headers !== false);
    const objects = found.map(({ object }) => object);
    if (isWhole(output)) await out.write(formatted(objects.length === 1 ? objects[0] : listOf(objects), output));
    else if (output?.type === 'name') {
      for (const { kind, object } of found) out.line(qualifiedName(kind, object.metadata.name));
    } else printTables(found, out, now(), { headers: headers !== false, isWide: output?.type === 'wide' });
    return exitCodes.succeeded;
  },
);

async function watchObjects(
  { out, now, interrupt }: Session,
  cluster: Cluster,
  found: readonly Resolved[],
  headers: boolean,
): Promise<ExitCode> {
  if (found.some(({ kind }) => kind.role === 'service'))
    throw new UserError('Cannot watch an agent by name: use kubectl task list agents -w to watch all agents');
  const kinds = found.map(({ kind }) => kind);
  const [shown, ...others] = tablesOf(kinds);
  if (!shown?.table.isWatched || others.length > 0)
    throw new UserError('Cannot watch: only runs and agentbuilds can be watched by name');
  const { rowOf, order, columns, dispensable } = shown.table;
  await watchRows({
    cluster,
    selections: found.map(({ kind, object: { metadata } }) => ({
      resource: kind.resource,
      namespace: metadata.namespace,
      fieldSelector: `metadata.name=${metadata.name}`,
    })),
    rowOf,
    order,
    dispensable,
    columns: (time) => columns({ isWide: false, hasNamespace: false, kinds }, time),
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

/** Kinds with different columns have a table each. */
function printTables(found: readonly Resolved[], out: Output, now: number, { headers, isWide }: TableOptions): void {
  const tables = tablesOf(found.map(({ kind }) => kind)).map((shown) => {
    const rows = found.filter(({ kind }) => viewOf(kind).table === shown.table);
    const columns = shown.table.columns({ isWide, hasNamespace: false, kinds: shown.kinds }, now);
    return table(
      columns,
      rows.map(({ object }) => shown.table.rowOf(object)),
      out.terminal,
      { headers, dispensable: isWide ? [] : (shown.table.dispensable ?? []) },
    );
  });
  for (const [index, lines] of tables.entries())
    for (const line of [...(index > 0 ? [''] : []), ...lines]) out.line(line);
}
