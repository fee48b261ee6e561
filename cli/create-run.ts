import { Option } from 'commander';
import { dryRunOption, outputOption, timeoutOption } from './args/options.js';
import type { OutputFormat } from './args/output-format.js';
import type { Cluster } from './cluster/cluster.js';
import { follow } from './commands/logs.js';
import { type ExitCode, exitCodes } from './exit-codes.js';
import { batchRun, qualifiedName, taskRun } from './kinds.js';
import { dryRunNote } from './output/dry-run-note.js';
import { formatted, isWhole } from './output/print-object.js';
import type { NewRun } from './run/new-run.js';
import { kindOf, type Run } from './run/run-state.js';
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
  new Option('--logs', 'follow its logs until it has finished'),
  timeoutOption(),
  outputOption(),
  dryRunOption(),
];

/** Creates the run, tells its name, and stays with it as asked. */
export async function createRun(
  session: Session,
  cluster: Cluster,
  run: NewRun,
  options: CreateOptions,
): Promise<ExitCode> {
  const { out } = session;
  if (options.dryRun === 'client') {
    if (isWhole(options.output)) await out.write(formatted(run, options.output));
    else out.line(announcement(run, `${run.metadata.generateName}xxxxx`, options));
    return exitCodes.succeeded;
  }
  const kind = run.kind === 'BatchRun' ? batchRun : taskRun;
  const created = await cluster.create<Run>(kind.resource, run, { dryRun: options.dryRun === 'server' });
  if (isWhole(options.output)) await out.write(formatted(created, options.output));
  else out.line(announcement(run, created.metadata.name, options));
  if (options.dryRun || !(options.wait || options.logs)) return exitCodes.succeeded;
  if (options.logs)
    return follow(session, cluster, created, options.timeout === undefined ? {} : { timeout: options.timeout });
  return waitForRun(session, cluster, created, options.timeout);
}

function announcement({ kind }: NewRun, name: string, { output, dryRun }: CreateOptions): string {
  const run = { kind } as Run;
  if (output?.type === 'name') return qualifiedName(kindOf(run), name);
  return `${kind} ${name} created successfully${dryRunNote(dryRun)}`;
}
