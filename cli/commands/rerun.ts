import { withOptions } from '../args/options.js';
import { resolveRun } from '../cluster/resolve.js';
import { defineCommand } from '../command-definition.js';
import { type CreateOptions, createOptions, createRun } from '../create-run.js';
import { rerunOfRun } from '../run/rerun-of-run.js';

export const rerunCommand = defineCommand<CreateOptions>(
  'rerun',
  (command) =>
    withOptions(
      command
        .summary('start another run with the same spec')
        .description(
          'Create a run with the spec of another run: the same template or inline spec, and the same parameters. The annotation kubetask.io/rerun-of of the new run names the original run.',
        )
        .argument('<run>', 'such as batchrun/x or @latest; batch/x and task/x mean their newest run'),
      ...createOptions(),
    ),
  async (session, [name = ''], options) => {
    const cluster = await session.cluster();
    const { object } = await resolveRun(cluster, name, 'rerun');
    return createRun(session, cluster, rerunOfRun(object), options);
  },
);
