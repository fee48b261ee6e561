import { Option } from 'commander';
import { batchRun } from '../api/kinds/batch-run.js';
import type { Kind } from '../api/kinds/kind.js';
import { taskRun } from '../api/kinds/task-run.js';
import { dryRunOption, outputOption, timeoutOption } from './args/options.js';
import type { OutputFormat } from './args/output-format.js';
import type { Cluster } from './cluster/cluster.js';
import { follow } from './commands/logs.js';
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
  outputOption(),
  dryRunOption(),
];

/** What a command says once a run exists. */
export type CreatedText = (kind: Kind, name: string) => string;

/** Creates the run, tells its name, and stays with it as asked. */
export async function createRun(
  session: Session,
  cluster: Cluster,
  run: NewRun,
  options: CreateOptions,
  text = created,
): Promise<ExitCode> {
  const { out } = session;
  const kind = run.kind === 'BatchRun' ? batchRun : taskRun;
  if (options.dryRun === 'client') {
    if (isWhole(options.output)) await out.write(formatted(run, options.output));
    else out.line(createdText(kind, `${run.metadata.generateName}xxxxx`, options, text));
    return exitCodes.succeeded;
  }
  const stored = await cluster.create<Run>(kind.resource, run, { dryRun: options.dryRun === 'server' });
  if (isWhole(options.output)) await out.write(formatted(stored, options.output));
  else out.line(createdText(kind, stored.metadata.name, options, text));
  if (options.dryRun || !(options.wait || options.logs)) return exitCodes.succeeded;
  if (options.logs)
    return follow(session, cluster, stored, options.timeout === undefined ? {} : { timeout: options.timeout });
  return waitForRun(session, cluster, stored, options.timeout);
}

function createdText(kind: Kind, name: string, { output, dryRun }: CreateOptions, text: CreatedText): string {
  if (output?.type === 'name') return qualifiedName(kind, name);
  return `${text(kind, name)}${dryRunNote(dryRun)}`;
}

/** As kubectl says it. */
const created: CreatedText = (kind, name) => `${qualifiedName(kind, name)} created`;
