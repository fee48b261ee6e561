import { Option } from 'commander';
import type { Phase } from '../../api/generated/kinds.js';
import type { Kind } from '../../api/kinds/kind.js';
import {
  allNamespacesOption,
  type OutputOptions,
  outputOption,
  selectorOption,
  wholeNumber,
  withOptions,
} from '../args/options.js';
import type { WholeFormat } from '../args/output-format.js';
import { parsePhases } from '../args/phases.js';
import type { Cluster } from '../cluster/cluster.js';
import { listableKinds, ofReadableKinds, type Readable } from '../cluster/readable-kinds.js';
import { watchRows } from '../cluster/watch-rows.js';
import { defineCommand } from '../command-definition.js';
import { missingNamespace } from '../errors/not-found.js';
import { UserError } from '../errors/user-error.js';
import { type ExitCode, exitCodes } from '../exit-codes.js';
import { tablesOf, viewOf } from '../kind-views.js';
import { allKinds, kindNamed, kubectlGet, qualifiedName, runKinds } from '../kinds.js';
import type { Output } from '../output/output.js';
import { isWhole } from '../output/print-object.js';
import { printPages } from '../output/print-pages.js';
import { table } from '../output/table.js';
import type { ListedRow, TableView } from '../output/table-view.js';
import type { Followed } from '../run/run-state.js';
import type { Session } from '../session.js';

export interface ListOptions extends OutputOptions {
  readonly selector?: string;
  readonly allNamespaces?: boolean;
  readonly status?: readonly Phase[];
  readonly limit?: number;
  readonly watch?: boolean;
}

export const listCommand = defineCommand<ListOptions>(
  'list',
  (command) =>
    withOptions(
      command
        .alias('ls')
        .summary('list runs, newest first, or objects of another kind')
        .description(
          'List BatchRuns and TaskRuns, newest first, or objects of other kinds: batches, tasks, agentbuilds or agents. If you are not allowed to list a kind, the command names it on stderr, lists the others and exits with 1.',
        )
        .argument('[kinds]', 'batchruns, taskruns, batches, tasks, agentbuilds and agents, separated by commas'),
      outputOption(),
      new Option('--no-headers', 'do not print column headers'),
      allNamespacesOption(),
      selectorOption(),
      new Option('--status <phases>', 'only runs in these phases, such as running,failed').argParser(parsePhases),
      new Option('--limit <count>', 'only the newest runs, up to this number').argParser(wholeNumber),
      new Option('-w, --watch', 'print a line for each change').conflicts(['output', 'limit']),
    ),
  async (session, [words], options) => {
    const cluster = await session.cluster();
    const kinds = parseKinds(words);
    if (options.output && isWhole(options.output)) return printWhole(session, cluster, kinds, options.output, options);
    if (options.watch) return watch(session, cluster, kinds, options);
    return print(session, cluster, kinds, options);
  },
);

/** @throws UserError for a word that is no kind */
export function parseKinds(words: string | undefined): readonly Kind[] {
  if (words === undefined || words === 'runs') return runKinds;
  return words.split(',').map((word) => {
    const kind = kindNamed(word);
    if (kind) return kind;
    const plurals = allKinds.map(({ resource }) => resource.plural);
    throw new UserError(
      `Cannot list ${word}: not a kubetask kind; the kinds are ${plurals.slice(0, -1).join(', ')} and ${plurals.at(-1)}`,
      ['kubectl task get <name>  shows one object', `${kubectlGet(word)}  lists objects of another kind`],
    );
  });
}

async function printWhole(
  { out }: Session,
  cluster: Cluster,
  kinds: readonly Kind[],
  output: WholeFormat,
  options: ListOptions,
): Promise<ExitCode> {
  const { answers, isPartial } = await listableKinds(cluster, kinds, namespaceOf(cluster, options));
  await printPages(out, output, pagesOf(cluster, answers, options));
  return exitCodeOfList(isPartial);
}

/** As kubectl: what could be shown is shown, and the exit code says that it is not all. */
const exitCodeOfList = (isPartial: boolean): ExitCode => (isPartial ? exitCodes.failed : exitCodes.succeeded);

const namespaceOf = (cluster: Cluster, { allNamespaces }: ListOptions): string | undefined =>
  allNamespaces ? undefined : cluster.namespace;

async function* pagesOf(cluster: Cluster, kinds: readonly Kind[], options: ListOptions) {
  const namespace = namespaceOf(cluster, options);
  for (const { resource } of kinds) {
    for await (const page of cluster.pages({ resource, namespace, labelSelector: options.selector })) {
      yield page.filter((object) => hasPhase(object as Followed, options));
    }
  }
}

const hasPhase = (run: Followed, { status }: ListOptions): boolean =>
  status === undefined || status.includes(run.status?.phase ?? 'Pending');

/** @throws UserError for a table whose rows have no phase */
function selects({ isIn }: TableView, kind: Kind, { status }: ListOptions): (row: ListedRow) => boolean {
  if (status === undefined) return () => true;
  if (!isIn) throw new UserError(`Cannot list ${kind.resource.plural} by --status: only runs have a phase`);
  return (row) => isIn(row, status);
}

async function print(
  { out, err, now }: Session,
  cluster: Cluster,
  kinds: readonly Kind[],
  options: ListOptions,
): Promise<ExitCode> {
  const { answers, isPartial } = await rowsOfKinds(cluster, kinds, options);
  const tables = tablesOf(kinds)
    .map((shown) => ({ ...shown, rows: rowsOfTable(shown.table, answers, options) }))
    .filter(({ rows }) => rows.length > 0);
  if (tables.length === 0) await reportNone(err, cluster, kinds, options);
  if (options.output?.type === 'name') {
    for (const { name } of tables.flatMap(({ rows }) => rows)) out.line(fullName(name));
    return exitCodeOfList(isPartial);
  }
  const columns = { hasNamespace: options.allNamespaces === true, isWide: options.output?.type === 'wide' };
  const drawn = tables.map((shown) =>
    table(shown.table.columns({ ...columns, kinds: shown.kinds }, now()), shown.rows, out.terminal, {
      headers: options.headers !== false,
      dispensable: columns.isWide ? [] : (shown.table.dispensable ?? []),
    }),
  );
  await out.write(drawn.map((lines) => lines.map((line) => `${line}\n`).join('')).join('\n'));
  return exitCodeOfList(isPartial);
}

interface RowsOfKind {
  readonly table: TableView;
  readonly rows: readonly ListedRow[];
}

function rowsOfKinds(cluster: Cluster, kinds: readonly Kind[], options: ListOptions): Promise<Readable<RowsOfKind>> {
  const namespace = namespaceOf(cluster, options);
  return ofReadableKinds(cluster, kinds, async (kind) => {
    const { table: view } = viewOf(kind);
    const isSelected = selects(view, kind, options);
    const selection = { resource: kind.resource, namespace, labelSelector: options.selector };
    return { table: view, rows: (await cluster.collect(selection, view.rowOf)).filter(isSelected) };
  });
}

function rowsOfTable(
  view: TableView,
  answers: readonly RowsOfKind[],
  { limit = Number.POSITIVE_INFINITY }: ListOptions,
): readonly ListedRow[] {
  const rows = answers.filter((answer) => answer.table === view).flatMap((answer) => answer.rows);
  return (view.order ? rows.sort(view.order) : rows).slice(0, limit);
}

/** @throws UserError when the namespace does not exist */
async function reportNone(
  err: Output,
  cluster: Cluster,
  kinds: readonly Kind[],
  { allNamespaces }: ListOptions,
): Promise<void> {
  const missing = allNamespaces ? undefined : await missingNamespace(cluster, cluster.namespace);
  if (missing) throw missing;
  const where = allNamespaces ? 'any namespace' : `namespace ${cluster.namespace}`;
  err.line(`No ${kinds.map(({ resource }) => resource.plural).join(' or ')} found in ${where}.`);
}

/** @throws UserError for kinds that never change by themselves, and for kinds of several tables */
async function watch(
  { out, now, interrupt }: Session,
  cluster: Cluster,
  kinds: readonly Kind[],
  options: ListOptions,
): Promise<ExitCode> {
  const [shown, ...others] = tablesOf(kinds);
  if (!shown?.table.isWatched || others.length > 0)
    throw new UserError('Cannot watch: only runs and agentbuilds, or agents, can be watched');
  const view = shown.table;
  const namespace = namespaceOf(cluster, options);
  const isSelected = kinds.map((kind) => selects(view, kind, options));
  const { answers } = await listableKinds(cluster, kinds, namespace);
  await watchRows({
    cluster,
    selections: answers.map(({ resource }) => ({ resource, namespace, labelSelector: options.selector })),
    rowOf: (object) => {
      const row = view.rowOf(object);
      return isSelected.every((matches) => matches(row)) ? row : undefined;
    },
    order: view.order,
    dispensable: view.dispensable,
    columns: (time) => view.columns({ hasNamespace: options.allNamespaces === true, isWide: false, kinds }, time),
    headers: options.headers !== false,
    out,
    now,
    signal: interrupt,
  });
  return exitCodes.interrupted;
}

/** `batchrun/x` as `batchrun.kubetask.io/x`. */
function fullName(name: string): string {
  const [word = '', bare = ''] = name.split('/');
  const kind = kindNamed(word);
  return kind ? qualifiedName(kind, bare) : name;
}
