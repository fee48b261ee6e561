import { Option } from 'commander';
import type { Phase } from '../../api/generated/kinds.js';
import { counted } from '../../packages/kubernetes-conventions/sentence.js';
import {
  allNamespacesOption,
  dryRunOption,
  forceOption,
  selectorOption,
  wholeNumber,
  withOptions,
} from '../args/options.js';
import { parsePhases } from '../args/phases.js';
import { parseTimeSpan } from '../args/time-span.js';
import type { Cluster } from '../cluster/cluster.js';
import { ofReadableKinds } from '../cluster/readable-kinds.js';
import { resolveObject } from '../cluster/resolve.js';
import { defineCommand } from '../command-definition.js';
import { UserError } from '../errors/user-error.js';
import { exitCodes } from '../exit-codes.js';
import { deletableKinds, runKinds } from '../kinds.js';
import { dryRunNote } from '../output/dry-run-note.js';
import { gitOwner } from '../run/git-owner.js';
import { refuseGitOwned } from '../run/run-change.js';
import { runRow } from '../run/run-row.js';
import { type Followed, kindOf, type Named, qualifiedNameOf } from '../run/run-state.js';
import { runsToDelete } from '../run/runs-to-delete.js';
import { isSynthesized, whatStays } from '../run/synthesized-jobs.js';
import type { Session } from '../session.js';

interface DeleteOptions {
  readonly keep?: number;
  readonly older?: number;
  readonly status?: readonly Phase[];
  readonly selector?: string;
  readonly allNamespaces?: boolean;
  readonly force?: boolean;
  readonly dryRun?: 'client' | 'server';
  readonly output?: 'name';
}

export const deleteCommand = defineCommand<DeleteOptions>(
  'delete',
  (command) =>
    withOptions(
      command
        .alias('rm')
        .summary('delete runs by name, or finished runs by age and number')
        .description(
          'Delete runs, AgentBuilds and Agents by name, or finished runs by --keep, --older and --status, with their Jobs, Pods and logs. The Jobs of a synthesized run come from files and are not deleted. The command prints how to delete them. Bulk deletion skips runs that have not finished and runs that are managed from Git.',
        )
        .argument('[object...]', 'such as batchrun/x, agentbuild/y or agent/z'),
      new Option('--keep <count>', 'keep this number of the newest finished runs of each Batch and Task').argParser(
        wholeNumber,
      ),
      new Option('--older <time>', 'only runs that finished longer ago than this, such as 7d').argParser(parseTimeSpan),
      new Option('--status <phases>', 'only runs in these phases, such as succeeded,cancelled').argParser(parsePhases),
      selectorOption(),
      allNamespacesOption(),
      forceOption('delete a run'),
      new Option('-o, --output <format>', 'name: print only the names').choices(['name']),
      dryRunOption('the deletion'),
    ),
  async (session, names, options) => {
    const isBulk = [options.keep, options.older, options.status].some((option) => option !== undefined);
    if (isBulk === names.length > 0) {
      throw new UserError('Cannot delete: name the runs, or select finished runs with --keep, --older or --status', [
        'kubectl task delete --keep 5 --older 7d --dry-run=client shows what would be deleted',
      ]);
    }
    const cluster = await session.cluster();
    const runs = isBulk ? await chosen(session, cluster, options) : await named(cluster, names, options);
    for (const run of runs) await remove(session, cluster, run, options);
    if (runs.length === 0) session.err.line('No runs to delete.');
    return exitCodes.succeeded;
  },
);

async function named(cluster: Cluster, names: readonly string[], { force }: DeleteOptions): Promise<Named[]> {
  const runs: Named[] = [];
  for (const name of names) {
    const run = (await resolveObject(cluster, name, deletableKinds, 'delete')).object as Named;
    if (!force) refuseGitOwned(run, 'delete');
    runs.push(run);
  }
  return runs;
}

async function chosen({ now, err }: Session, cluster: Cluster, options: DeleteOptions): Promise<Followed[]> {
  const namespace = options.allNamespaces ? undefined : cluster.namespace;
  const light = (run: Followed) => ({ row: runRow(run), run: withoutSpec(run), owner: gitOwner(run) });
  const { answers } = await ofReadableKinds(cluster, runKinds, ({ resource }) =>
    cluster.collect({ resource, namespace, labelSelector: options.selector }, light),
  );
  const all = answers.flat();
  const free = all.filter(({ owner }) => options.force || owner === undefined);
  const owned = all.filter(({ row, owner }) => row.isFinished && owner !== undefined).length;
  if (owned > 0 && !options.force)
    err.line(`kept ${counted(owned, 'finished run')} managed from Git; --force deletes such runs, too`);
  const byRow = new Map(free.map(({ row, run }) => [row, run]));
  const retention = { keep: options.keep, olderSeconds: options.older, phases: options.status };
  return runsToDelete([...byRow.keys()], retention, now()).flatMap((row) => byRow.get(row) ?? []);
}

/** Thousands of runs are held until it is known which ones go. */
const withoutSpec = (run: Followed): Followed =>
  ({ ...run, spec: isSynthesized(run) ? { jobs: 'synthesized' } : {}, status: {} }) as Followed;

async function remove(
  { out, err }: Session,
  cluster: Cluster,
  run: Named,
  { dryRun, allNamespaces, output }: DeleteOptions,
): Promise<void> {
  if (dryRun !== 'client') await cluster.remove(kindOf(run).resource, run, { dryRun: dryRun === 'server' });
  const where = allNamespaces ? ` in ${run.metadata.namespace}` : '';
  out.line(output ? qualifiedNameOf(run) : `${qualifiedNameOf(run)} deleted${where}${dryRunNote(dryRun)}`);
  const left = dryRun ? undefined : whatStays(run);
  if (left) err.line(left);
}
