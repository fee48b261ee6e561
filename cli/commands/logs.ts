import { InvalidArgumentError, Option } from 'commander';
import { timeoutOption, wholeNumber, withOptions } from '../args/options.js';
import { parseTimeSpan } from '../args/time-span.js';
import type { Cluster } from '../cluster/cluster.js';
import { resolveRun } from '../cluster/resolve.js';
import { defineCommand } from '../command-definition.js';
import { UserError } from '../errors/user-error.js';
import { type ExitCode, exitCodes } from '../exit-codes.js';
import { followLogs } from '../logs/follow-logs.js';
import { LogPrinter } from '../logs/log-printer.js';
import { printLogs, type RunLogs } from '../logs/run-logs.js';
import { progressKey, progressText } from '../run/progress-text.js';
import { nameOf, type Run, runState } from '../run/run-state.js';
import type { Session } from '../session.js';
import { limited, tell, tellBreaks } from '../wait-for-run.js';

export interface LogsOptions {
  readonly follow?: boolean;
  readonly failed?: boolean;
  readonly task?: readonly number[];
  readonly step?: string;
  readonly tail?: number;
  readonly since?: number;
  readonly timestamps?: boolean;
  readonly prefix?: boolean;
  readonly timeout?: number;
}

const taskNumbers = (text: string): number[] =>
  text.split(',').map((part) => {
    if (!/^\d{1,5}$/.test(part)) throw new InvalidArgumentError('give task numbers such as 3 or 0,4.');
    return Number(part);
  });

export const logsCommand = defineCommand<LogsOptions>(
  'logs',
  (command) =>
    withOptions(
      command
        .summary('print the logs of all tasks or steps of a run')
        .description(
          'Print the logs of all tasks of a BatchRun or all steps of a TaskRun, each line marked with where it comes from. With -f the exit code says how the run went.',
        )
        .argument('<run>', 'such as batchrun/x or @latest; batch/x and task/x mean their newest run'),
      new Option('-f, --follow', 'go on until the run has finished, through broken connections too'),
      new Option('--failed', 'only containers that ended with another exit code than 0'),
      new Option('--task <numbers>', 'only these tasks of a BatchRun, such as 3 or 0,4').argParser(taskNumbers),
      new Option('--step <name>', 'only this step or container'),
      new Option('--tail <lines>', 'only the last lines of each container').argParser(wholeNumber),
      new Option('--since <time>', 'only what is not older than so long, such as 10m').argParser(parseTimeSpan),
      new Option('--timestamps', 'begin each line with its time'),
      new Option('--no-prefix', 'do not mark the lines'),
      timeoutOption(),
    ),
  async (session, [name = ''], options) => {
    const cluster = await session.cluster();
    const { object } = await resolveRun(cluster, name);
    return options.follow ? follow(session, cluster, object, options) : print(session, cluster, object, options);
  },
);

const logsOf = (session: Session, cluster: Cluster, run: Run, options: LogsOptions): RunLogs => ({
  cluster,
  run,
  filter: {
    failedOnly: options.failed === true,
    tasks: options.task ?? [],
    ...(options.step === undefined ? {} : { container: options.step }),
  },
  printer: new LogPrinter(session.out, session.err, options),
  tailLines: options.tail,
  sinceSeconds: options.since === undefined ? undefined : Math.max(1, Math.ceil(options.since)),
  onBreak: tellBreaks(session),
  signal: limited(session.interrupt, options.timeout),
});

async function print(session: Session, cluster: Cluster, run: Run, options: LogsOptions): Promise<ExitCode> {
  const read = await printLogs(logsOf(session, cluster, run, options));
  if (session.interrupt.aborted) return exitCodes.interrupted;
  if (read > 0) return exitCodes.succeeded;
  if (options.failed) {
    session.err.line(`No container of ${nameOf(run)} has failed.`);
    return exitCodes.succeeded;
  }
  throw nothingToRead(run);
}

function nothingToRead(run: Run): UserError {
  const { isFinished, phase, reason, message } = runState(run);
  if (isFinished)
    return new UserError(`Cannot show logs of ${nameOf(run)}: its Pods are gone, and their logs with them`);
  const why = [reason, message].filter(Boolean).join(': ') || 'no controller has looked at it yet';
  return new UserError(`Cannot show logs of ${nameOf(run)}: no container has started (${phase}: ${why})`, [
    `kubectl task logs ${nameOf(run)} -f waits for them`,
  ]);
}

/** Follows the logs of a run to its end. The result goes to stderr: stdout holds the logs and nothing else. */
export async function follow(session: Session, cluster: Cluster, run: Run, options: LogsOptions): Promise<ExitCode> {
  const { err, now } = session;
  let told = '';
  const onChange = (seen: Run) => {
    const key = progressKey(seen);
    if (key !== told && !runState(seen).isFinished)
      err.line(err.terminal.paint('dim', progressText(seen, err.terminal, now())));
    told = key;
  };
  const ending = await followLogs(logsOf(session, cluster, run, options), onChange);
  return tell(session, ending, run, options.timeout, err);
}
