import { timeoutOption, withOptions } from '../args/options.js';
import { resolveFollowed } from '../cluster/resolve.js';
import { defineCommand } from '../command-definition.js';
import type { Followed } from '../run/run-state.js';
import { waitForRun } from '../wait-for-run.js';

interface WaitOptions {
  readonly timeout?: number;
}

export const waitCommand = defineCommand<WaitOptions>(
  'wait',
  (command) =>
    withOptions(
      command
        .summary('wait until a run or AgentBuild has finished')
        .description('Wait until a run or AgentBuild has finished. The exit code is its result.')
        .argument(
          '<run|build>',
          'such as batchrun/x, agentbuild/y or @latest; batch/x and task/x mean their newest run',
        ),
      timeoutOption(),
    ),
  async (session, [name = ''], { timeout }) => {
    const cluster = await session.cluster();
    const { object } = await resolveFollowed(cluster, name, [], 'wait');
    return waitForRun(session, cluster, object as Followed, timeout);
  },
);
