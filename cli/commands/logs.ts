import { InvalidArgumentError, Option } from 'commander';
import type { Agent } from '../../api/generated/kinds.js';
import { agent } from '../../api/kinds/agent.js';
import { agentLogs } from '../agent/agent-logs.js';
import { timeoutOption, wholeNumber, withOptions } from '../args/options.js';
import { parseTimeSpan } from '../args/time-span.js';
import type { Cluster } from '../cluster/cluster.js';
import { followRun } from '../cluster/follow-run.js';
import { resolveFollowed } from '../cluster/resolve.js';
import { defineCommand } from '../command-definition.js';
import { type ExitCode, exitCodes } from '../exit-codes.js';
import { followLogs } from '../logs/follow-logs.js';
import { type LogsOptions, logsOf } from '../logs/logs-options.js';
import { nothingToRead } from '../logs/nothing-to-read.js';
import { printLogs } from '../logs/pod-logs.js';
import { podsOfRun } from '../logs/pods-of-run.js';
import { withJobNames } from '../logs/wanted-tasks.js';
import { progressKey, progressText } from '../run/progress-text.js';
import { type Followed, isBatchRun, kindOf, nameOf, runState } from '../run/run-state.js';
import type { Session } from '../session.js';
import { tell, tellBreaks } from '../wait-for-run.js';

const taskNames = (text: string): string[] =>
  text.split(',').map((part) => {
    if (!/^[A-Za-z0-9][-A-Za-z0-9._/]*$/.test(part))
      throw new InvalidArgumentError('use indexes or names of tasks, such as 3, 0,4 or payments.');
    return part;
  });

export const logsCommand = defineCommand<LogsOptions>(
  'logs',
  (command) =>
    withOptions(
      command
        .summary('print the logs of all tasks or steps of a run, of an AgentBuild, or of an agent')
        .description(
          'Print the logs of all tasks of a BatchRun, all steps of a TaskRun or AgentBuild, or all Pods of an Agent. Each line starts with the name of its source. With -f, the exit code is the result of the run. Logs of an agent are followed until you press Ctrl-C.',
        )
        .argument(
          '<run|agent|build>',
          'such as batchrun/x, agent/x, agentbuild/x or @latest; batch/x and task/x mean their newest run',
        ),
      new Option('-f, --follow', 'follow the logs until the run has finished; reconnect when the connection breaks'),
      new Option('--failed', 'only containers that exited with a code other than 0'),
      new Option(
        '--task <tasks>',
        'only these tasks of a BatchRun: indexes or names, such as 0,4; for a task that has changed, also the name of an earlier Job',
      ).argParser(taskNames),
      new Option('--step <name>', 'only this step or container'),
      new Option('--tail <lines>', 'only the last lines of each container').argParser(wholeNumber),
      new Option('--since <time>', 'only lines newer than this, such as 10m').argParser(parseTimeSpan),
      new Option('--timestamps', 'start each line with its timestamp'),
      new Option('--no-prefix', 'do not start each line with the name of its source'),
      timeoutOption(),
    ),
  async (session, [name = ''], given) => {
    const cluster = await session.cluster();
    const { kind, object } = await resolveFollowed(cluster, name, [agent], 'logs');
    if (kind.role === 'service') return agentLogs(session, cluster, object as Agent, given);
    const run = object as Followed;
    const task = isBatchRun(run) ? withJobNames(given.task ?? [], run) : (given.task ?? []);
    const options = { ...given, task };
    return options.follow ? follow(session, cluster, run, options) : print(session, cluster, run, options);
  },
);

async function print(session: Session, cluster: Cluster, run: Followed, options: LogsOptions): Promise<ExitCode> {
  const read = await printLogs(logsOf(session, cluster, podsOfRun(run), options));
  if (session.interrupt.aborted) return exitCodes.interrupted;
  if (read > 0) return exitCodes.succeeded;
  if (options.failed) {
    session.err.line(`No container of ${nameOf(run)} has failed.`);
    return exitCodes.succeeded;
  }
  throw await nothingToRead(cluster, run, options);
}

/** Follows the logs of a run to its end. The result goes to stderr: stdout holds the logs and nothing else. */
export async function follow(
  session: Session,
  cluster: Cluster,
  run: Followed,
  options: LogsOptions,
): Promise<ExitCode> {
  const { err, now } = session;
  let shown = '';
  const onChange = (seen: Followed) => {
    const key = progressKey(seen);
    if (key !== shown && !runState(seen).isFinished)
      err.line(err.terminal.paint('dim', progressText(seen, err.terminal, now())));
    shown = key;
  };
  const logs = logsOf(session, cluster, podsOfRun(run), options);
  const { signal } = logs;
  const end = () => followRun({ cluster, kind: kindOf(run), run, onChange, onBreak: tellBreaks(session), signal });
  const ending = await followLogs(logs, end);
  return tell(session, ending, run, options.timeout, err);
}
