import { Option } from 'commander';
import { batchRun } from '../api/kinds/batch-run.js';
import type { Kind } from '../api/kinds/kind.js';
import { taskRun } from '../api/kinds/task-run.js';
import { dryRunOption, objectOutputOption, timeoutOption } from './args/options.js';
import type { OutputFormat } from './args/output-format.js';
import type { Cluster } from './cluster/cluster.js';
import { follow } from './commands/logs.js';
import { UserError } from './errors/user-error.js';
import { type ExitCode, exitCodes } from './exit-codes.js';
import { qualifiedName } from './kinds.js';
import { dryRunNote } from './output/dry-run-note.js';
import { formatted, isWhole } from './output/print-object.js';
import type { NewRun } from './run/new-run.js';
import type { Run } from './run/run-state.js';
import type { Session } from './session.js';
import { waitForRun } from './wait-for-run.js';

/** What every command that creates a run offers. */
export interface CreateOptions {
  readonly wait?: boolean;
  readonly logs?: boolean;
  readonly timeout?: number;
  readonly output?: OutputFormat;
  readonly dryRun?: 'client' | 'server';
}

export const createOptions = (): Option[] => [
  new Option('--wait', 'wait until the run has finished'),
  new Option('--logs', 'follow the logs until the run has finished'),
  timeoutOption(),
  objectOutputOption(),
  dryRunOption(),
];

/** What a command says once a run exists. */
export type CreatedText = (kind: Kind, name: string) => string;

/**
 * Creates the run, names it, and stays with it as asked. Stdout holds data: the object or the name that `-o` asks for, or the
 * logs. A terminal without `-o` shows the sentence; a pipe gets the name, as with `-o name`, and the sentence on stderr.
 *
 * @throws UserError for `-o` with `--logs`, which both want stdout
 */
export async function createRun(
  session: Session,
  cluster: Cluster,
  run: NewRun,
  options: CreateOptions,
  text = created,
): Promise<ExitCode> {
  const { dryRun, wait, logs, timeout } = options;
  if (options.output && logs) throw outputAndLogs();
  const kind = run.kind === 'BatchRun' ? batchRun : taskRun;
  if (dryRun === 'client') {
    await tellCreated(session, { kind, name: `${run.metadata.generateName}xxxxx`, object: run }, options, text);
    return exitCodes.succeeded;
  }
  const stored = await cluster.create<Run>(kind.resource, run, { dryRun: dryRun === 'server' });
  await tellCreated(session, { kind, name: stored.metadata.name, object: stored }, options, text);
  if (dryRun || !(wait || logs)) return exitCodes.succeeded;
  if (logs) return follow(session, cluster, stored, timeout === undefined ? {} : { timeout });
  return waitForRun(session, cluster, stored, timeout, isForPeople(session, options) ? session.out : session.err);
}

const outputAndLogs = (): UserError =>
  new UserError('Cannot use -o with --logs: stdout holds either the object or the logs', [
    'kubectl task start <template> -o name  prints the name; then kubectl task logs <name> -f  follows it',
  ]);

/** Whether stdout is read by a person, so that sentences may be there. */
const isForPeople = ({ out }: Session, { output }: CreateOptions): boolean =>
  output === undefined && out.terminal.isTty;

interface Created {
  readonly kind: Kind;
  readonly name: string;
  readonly object: object;
}

async function tellCreated(
  session: Session,
  { kind, name, object }: Created,
  options: CreateOptions,
  text: CreatedText,
): Promise<void> {
  const { out, err } = session;
  const { output, dryRun, logs } = options;
  const sentence = `${text(kind, name)}${dryRunNote(dryRun)}`;
  if (isWhole(output)) return out.write(formatted(object, output));
  if (isForPeople(session, options)) return out.line(sentence);
  if (!output) err.line(sentence);
  if (!logs) out.line(qualifiedName(kind, name));
}

/** As kubectl says it. */
const created: CreatedText = (kind, name) => `${qualifiedName(kind, name)} created`;
