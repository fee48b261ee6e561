import { Option } from 'commander';
import type { Batch, Param, Task } from '../../api/generated/kinds.js';
import { withOptions } from '../args/options.js';
import { collectParam } from '../args/params.js';
import { parseTarget } from '../args/target.js';
import { resolveObject } from '../cluster/resolve.js';
import { defineCommand } from '../command-definition.js';
import { type CreatedText, type CreateOptions, createOptions, createRun } from '../create-run.js';
import { UserError } from '../errors/user-error.js';
import { templateKinds } from '../kinds.js';
import { runOfTemplate } from '../run/new-run.js';

interface StartOptions extends CreateOptions {
  readonly param?: readonly Param[];
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
      new Option('--from <template>', 'same as the argument'),
      ...createOptions(),
    ),
  async (session, [template], { param = [], from, ...options }) => {
    const name = chosen(template, from);
    const cluster = await session.cluster();
    const { object } = await resolveObject(cluster, name, templateKinds);
    const run = runOfTemplate(object as Task | Batch, param, cluster.namespace);
    return object.kind === 'Task'
      ? createRun(session, cluster, run, options, started)
      : createRun(session, cluster, run, options);
  },
);

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
  throw new UserError(`Cannot start ${name}: it is already a run`, [`kubectl task rerun ${name} starts it again`]);
}
