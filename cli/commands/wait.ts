import { timeoutOption, withOptions } from '../args/options.js';
import { resolveRun } from '../cluster/resolve.js';
import { defineCommand } from '../command-definition.js';
import { waitForRun } from '../wait-for-run.js';

interface WaitOptions {
  readonly timeout?: number;
}

export const waitCommand = defineCommand<WaitOptions>(
  'wait',
  (command) =>
    withOptions(
      command
        .summary('wait until a run has finished')
        .description('Wait until a run has finished. The exit code says how it went.')
        .argument('<run>', 'such as batchrun/x or @latest; batch/x and task/x mean their newest run'),
      timeoutOption(),
    ),
  async (session, [name = ''], { timeout }) => {
    const cluster = await session.cluster();
    const { object } = await resolveRun(cluster, name);
    return waitForRun(session, cluster, object, timeout);
  },
);
