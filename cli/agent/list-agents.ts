import type { Agent } from '../../api/generated/kinds.js';
import { agent } from '../../api/kinds/agent.js';
import type { OutputOptions } from '../args/options.js';
import type { Cluster } from '../cluster/cluster.js';
import { watchRows } from '../cluster/watch-rows.js';
import { missingNamespace } from '../errors/not-found.js';
import { UserError } from '../errors/user-error.js';
import { type ExitCode, exitCodes } from '../exit-codes.js';
import { qualifiedName } from '../kinds.js';
import { table } from '../output/table.js';
import { byCreation } from '../run/creation-order.js';
import type { Session } from '../session.js';
import { agentColumns, agentRow } from './agent-row.js';

interface ListAgents extends OutputOptions {
  readonly selector?: string;
  readonly allNamespaces?: boolean;
  readonly status?: unknown;
  readonly limit?: number;
  readonly watch?: boolean;
}

/** Prints agents, newest first; with `watch`, then a line for each change. @throws UserError for options that are of runs */
export async function listAgents(session: Session, cluster: Cluster, options: ListAgents): Promise<ExitCode> {
  if (options.status) throw new UserError('Cannot list agents by --status: only runs have a phase');
  const { out, now } = session;
  const { allNamespaces = false, selector, limit, output, headers, watch } = options;
  const namespace = allNamespaces ? undefined : cluster.namespace;
  const selection = { resource: agent.resource, namespace, labelSelector: selector };
  const columns = (time: number) =>
    agentColumns({ isWide: output?.type === 'wide', hasNamespace: allNamespaces }, time);
  if (watch) return watchAgents(session, cluster, { selection, columns, headers: headers !== false });
  const rows = (await cluster.collect(selection, agentRow)).sort(byCreation).slice(0, limit);
  if (rows.length === 0) await tellNone(session, cluster, namespace);
  if (output?.type === 'name') for (const { name } of rows) out.line(qualifiedName(agent, name.slice('agent/'.length)));
  else for (const line of table(columns(now()), rows, out.terminal, { headers: headers !== false })) out.line(line);
  return exitCodes.succeeded;
}

type Shown = Pick<Parameters<typeof watchRows>[0], 'headers'> & {
  readonly selection: Parameters<Cluster['pages']>[0];
  readonly columns: (time: number) => ReturnType<typeof agentColumns>;
};

async function watchAgents(
  { out, now, interrupt }: Session,
  cluster: Cluster,
  { selection, columns, headers }: Shown,
): Promise<ExitCode> {
  const rowOf = (object: object) => agentRow(object as Agent);
  const shown = { rowOf, order: byCreation, columns, headers };
  await watchRows({ cluster, selections: [selection], ...shown, out, now, signal: interrupt });
  return exitCodes.interrupted;
}

async function tellNone({ err }: Session, cluster: Cluster, namespace: string | undefined): Promise<void> {
  const missing = namespace === undefined ? undefined : await missingNamespace(cluster, namespace);
  if (missing) throw missing;
  err.line(`No agents found in ${namespace === undefined ? 'any namespace' : `namespace ${namespace}`}.`);
}
