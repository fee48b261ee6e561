import { Option } from 'commander';
import type { Batch, Phase, Task } from '../../api/generated/kinds.js';
import { agent } from '../../api/kinds/agent.js';
import type { Kind } from '../../api/kinds/kind.js';
import type { KubernetesObject } from '../../packages/kubernetes-conventions/kubernetes-object.js';
import { listAgents } from '../agent/list-agents.js';
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
import { listableKinds, ofReadableKinds } from '../cluster/readable-kinds.js';
import { watchRows } from '../cluster/watch-rows.js';
import { defineCommand } from '../command-definition.js';
import { missingNamespace } from '../errors/not-found.js';
import { UserError } from '../errors/user-error.js';
import { type ExitCode, exitCodes } from '../exit-codes.js';
import { kindNamed, qualifiedName, runKinds } from '../kinds.js';
import { isWhole } from '../output/print-object.js';
import { printPages } from '../output/print-pages.js';
import { table } from '../output/table.js';
import { byCreation } from '../run/creation-order.js';
import { type RunRow, runColumns, runRow } from '../run/run-row.js';
import type { Followed } from '../run/run-state.js';
import { type TemplateRow, templateColumns, templateRow } from '../run/template-row.js';
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
        .argument('[kinds]', 'batchruns, taskruns, batches, tasks and agentbuilds, separated by commas; or agents'),
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
    if (kinds.includes(agent)) return listAgents(session, cluster, options);
    if (options.watch) return watch(session, cluster, kinds, options);
    return print(session, cluster, kinds, options);
  },
);

/** @throws UserError for a word that is no kind, and for agents among others: they have other columns */
export function parseKinds(words: string | undefined): readonly Kind[] {
  if (words === undefined || words === 'runs') return runKinds;
  const kinds = words.split(',').map((word) => {
    const kind = kindNamed(word);
    if (kind) return kind;
    throw new UserError(
      `Cannot list ${word}: not a kubetask kind; the kinds are batchruns, taskruns, batches, tasks, agentbuilds and agents`,
      ['kubectl task get <name> shows one object'],
    );
  });
  if (kinds.length > 1 && kinds.includes(agent))
    throw new UserError(`Cannot list ${words}: agents have different columns; list them separately`);
  return kinds;
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

interface Listed {
  readonly runs: readonly RunRow[];
  readonly templates: readonly TemplateRow[];
  readonly isPartial: boolean;
}

async function print(
  { out, err, now }: Session,
  cluster: Cluster,
  kinds: readonly Kind[],
  options: ListOptions,
): Promise<ExitCode> {
  const { runs, templates, isPartial } = await collect(cluster, kinds, options);
  const shown = { hasNamespace: options.allNamespaces === true, isWide: options.output?.type === 'wide' };
  if (runs.length + templates.length === 0) {
    const missing = options.allNamespaces ? undefined : await missingNamespace(cluster, cluster.namespace);
    if (missing) throw missing;
    const where = options.allNamespaces ? 'any namespace' : `namespace ${cluster.namespace}`;
    err.line(`No ${kinds.map(({ resource }) => resource.plural).join(' or ')} found in ${where}.`);
  } else if (options.output?.type === 'name') {
    for (const { name } of [...templates, ...runs]) out.line(fullName(name));
  } else {
    const headers = options.headers !== false;
    const shownKinds = kinds.filter(({ role }) => role !== 'template');
    if (templates.length > 0) {
      await out.write(lines(table(templateColumns(shown, now()), templates, out.terminal, { headers })));
    }
    if (templates.length > 0 && runs.length > 0) out.line('');
    if (runs.length > 0)
      await out.write(
        lines(table(runColumns({ ...shown, kinds: shownKinds }, now()), runs, out.terminal, { headers })),
      );
  }
  return exitCodeOfList(isPartial);
}

async function collect(cluster: Cluster, kinds: readonly Kind[], options: ListOptions): Promise<Listed> {
  const { selector, limit = Number.POSITIVE_INFINITY } = options;
  const namespace = namespaceOf(cluster, options);
  const { answers, isPartial } = await ofReadableKinds(cluster, kinds, async ({ resource, role }) => {
    const runs: RunRow[] = [];
    const templates: TemplateRow[] = [];
    await cluster.collect({ resource, namespace, labelSelector: selector }, (object: KubernetesObject) => {
      if (role === 'template') templates.push(templateRow(object as Batch | Task));
      else if (hasPhase(object as Followed, options)) runs.push(runRow(object as Followed));
    });
    return { runs, templates };
  });
  const runs = answers.flatMap((one) => one.runs).sort(byCreation);
  const templates = answers.flatMap((one) => one.templates);
  return { runs: runs.slice(0, limit), templates: templates.slice(0, limit), isPartial };
}

/** @throws UserError for kinds that never change by themselves */
async function watch(
  { out, now, interrupt }: Session,
  cluster: Cluster,
  kinds: readonly Kind[],
  options: ListOptions,
): Promise<ExitCode> {
  if (kinds.some(({ role }) => role === 'template')) throw new UserError('Cannot watch: only runs can be watched');
  const namespace = namespaceOf(cluster, options);
  const shown = { hasNamespace: options.allNamespaces === true, isWide: false };
  const { answers } = await listableKinds(cluster, kinds, namespace);
  await watchRows({
    cluster,
    selections: answers.map(({ resource }) => ({ resource, namespace, labelSelector: options.selector })),
    rowOf: (object) => (hasPhase(object as Followed, options) ? runRow(object as Followed) : undefined),
    order: byCreation,
    columns: (time) => runColumns({ ...shown, kinds }, time),
    headers: options.headers !== false,
    out,
    now,
    signal: interrupt,
  });
  return exitCodes.interrupted;
}

const lines = (all: readonly string[]): string => all.map((line) => `${line}\n`).join('');

/** `batchrun/x` as `batchrun.kubetask.io/x`. */
function fullName(name: string): string {
  const [word = '', bare = ''] = name.split('/');
  const kind = kindNamed(word);
  return kind ? qualifiedName(kind, bare) : name;
}
