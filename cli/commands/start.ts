import { Option } from 'commander';
import type { Batch, Param, Task } from '../../api/generated/kinds.js';
import { withOptions } from '../args/options.js';
import { collectParam } from '../args/params.js';
import { parseTarget, type Target } from '../args/target.js';
import type { Cluster } from '../cluster/cluster.js';
import { isClusterError } from '../cluster/cluster-error.js';
import { resolveObject } from '../cluster/resolve.js';
import { defineCommand } from '../command-definition.js';
import { type CreatedText, type CreateOptions, createOptions, createRun } from '../create-run.js';
import { explain } from '../errors/explain.js';
import { UserError } from '../errors/user-error.js';
import { templateKinds } from '../kinds.js';
import { type NewRun, type RunValues, runOfNamed, runOfTemplate } from '../run/new-run.js';

interface StartOptions extends CreateOptions {
  readonly param?: readonly Param[];
  readonly keySalt?: string;
  readonly from?: string;
}

export const startCommand = defineCommand<StartOptions>(
  'start',
  (command) =>
    withOptions(
      command
        .summary('start a Task or Batch')
        .description('Create a TaskRun of a Task, or a BatchRun of a Batch, and print its name.')
        .argument('[template]', 'such as hello, task/hello or batch/update-deps')
        .addHelpText(
          'after',
          '\nExamples:\n  kubectl task start hello -p who=world --logs\n  kubectl task start --from batch/update-deps --wait --timeout 2h\n',
        ),
      new Option('-p, --param <name=value>', 'value of a parameter; can be repeated').argParser(collectParam),
      new Option(
        '--key-salt <text>',
        'part of the task keys of this run, such as 2026-12; the run then has its own branches',
      ),
      new Option('--from <template>', 'same as the argument'),
      ...createOptions(),
    ),
  async (session, [template], { param: params = [], keySalt, from, ...options }) => {
    const name = chosen(template, from);
    const cluster = await session.cluster();
    const run = await runOf(cluster, name, { params, keySalt });
    return run.kind === 'TaskRun'
      ? createRun(session, cluster, run, options, started)
      : createRun(session, cluster, run, options);
  },
);

/** Who may create runs need not be allowed to read what they run. */
async function runOf(cluster: Cluster, text: string, values: RunValues): Promise<NewRun> {
  try {
    const { object } = await resolveObject(cluster, text, templateKinds, 'start');
    return runOfTemplate(object as Task | Batch, values, cluster.namespace);
  } catch (error) {
    if (!isClusterError(error, 'Forbidden')) throw error;
    return runOfUnread(cluster, error, parseTarget(text), values);
  }
}

function runOfUnread(cluster: Cluster, error: unknown, { text, kind, name }: Target, values: RunValues): NewRun {
  if (!kind || name === undefined)
    throw new UserError(
      `Cannot start ${text}: you are not allowed to read batches or tasks, so their names are unknown`,
      [`write the kind, too: kubectl task start task/${text}`],
    );
  const checked = kind.resource.kind === 'Task' ? 'exists and has these parameters' : 'exists';
  cluster.note(`${explain(error)?.message}: the run is created without a check that the ${kind.singular} ${checked}`);
  return runOfNamed(kind.resource.kind === 'Task' ? 'Task' : 'Batch', name, values, cluster.namespace);
}

/** The line of mini-task's `kubectl task start`, which scripts read. */
const started: CreatedText = (kind, name) => `${kind.resource.kind} ${name} created successfully`;

/** @throws UserError when it is not exactly one */
function chosen(template: string | undefined, from: string | undefined): string {
  const name = template ?? from;
  if (name === undefined || (template !== undefined && from !== undefined)) {
    throw new UserError('Cannot start: name one Task or Batch', [
      'Usage: kubectl task start [options] <template>',
      'such as kubectl task start hello, or kubectl task start --from batch/update-deps',
      'kubectl task list tasks,batches lists the templates',
    ]);
  }
  const { kind } = parseTarget(name);
  if (kind?.role !== 'run') return name;
  throw new UserError(`Cannot start ${name}: it is already a run`, [`kubectl task rerun ${name}  runs it again`]);
}
