import { resolve } from 'node:path';
import { inParallel } from '../../packages/kubernetes-client/in-parallel.js';
import type { FleetIndex } from '../../plan/fleet/fleet-index.js';
import type { OutputOptions } from '../args/options.js';
import { UserError } from '../errors/user-error.js';
import { exitCodes } from '../exit-codes.js';
import { formatted, isWhole } from '../output/print-object.js';
import { table } from '../output/table.js';
import { totals } from '../run/result-rows.js';
import type { Session } from '../session.js';
import { answerOfContext } from './answer-of-context.js';
import { fleetColumns } from './fleet-columns.js';
import { type FleetRow, type FleetRows, fleetRows } from './fleet-rows.js';
import { readFleetIndex } from './read-fleet-index.js';

export interface FleetResultsOptions extends OutputOptions {
  readonly fleet: string;
  /** Separated by commas. */
  readonly contexts?: string;
}

/** Clusters that are asked at one time. */
const parallelClusters = 10;

/**
 * Shows the tasks of a fleet in all clusters as one table.
 *
 * @returns 1 if a repository has no task or several, or a cluster could not be read
 */
export async function fleetResults(session: Session, options: FleetResultsOptions): Promise<number> {
  const { out, err, now, directory } = session;
  const { output, headers } = options;
  const index = readFleetIndex(resolve(directory, options.fleet), options.fleet);
  const contexts = contextsOf(options.contexts, index);
  const answers = await inParallel(contexts, parallelClusters, (one) => answerOfContext(session, one, index));
  const found = fleetRows(index, answers);
  if (isWhole(output)) await out.write(formatted(found.rows.map(dataOf), output));
  else {
    const lines = table(fleetColumns(now()), found.rows, out.terminal, { headers: headers !== false });
    await out.write(lines.map((line) => `${line}\n`).join(''));
    err.line(err.terminal.paint('dim', summary(found)));
  }
  for (const { context, problem } of answers) if (problem !== undefined) err.line(`${context}: ${problem}`);
  const isComplete = answers.every(({ problem, isPartial }) => problem === undefined && !isPartial);
  return isComplete && found.missing + found.duplicate === 0 ? exitCodes.succeeded : exitCodes.failed;
}

function contextsOf(text: string | undefined, { clusters }: FleetIndex): string[] {
  const names = text === undefined ? clusters.map(({ name }) => name) : text.split(',').map((name) => name.trim());
  if (names.length === 0 || names.includes('')) {
    throw new UserError(`Cannot use --contexts '${text ?? ''}': a name is empty; give names such as eu-1,us-1`);
  }
  return [...new Set(names)];
}

/** `2 succeeded, $1.26; 1 missing, 1 duplicate`. */
function summary({ rows, missing, unknown, duplicate, foreign }: FleetRows): string {
  const tasks = totals(rows.flatMap(({ task }) => task ?? []));
  const odd = Object.entries({ missing, unknown, duplicate }).flatMap(([what, count]) =>
    count > 0 ? `${count} ${what}` : [],
  );
  const others = foreign > 0 ? [`${foreign} tasks of other repositories`] : [];
  return [tasks || 'no tasks', [...odd, ...others].join(', ')].filter(Boolean).join('; ');
}

/** For machines: as of `results`, with the cluster and the repository. */
function dataOf({ cluster, url, name, phase, remark, task }: FleetRow): object {
  const { jobName: _, note: __, name: ___, phase: ____, ...fields } = task ?? {};
  const all = { cluster, url, name, phase, remark, ...fields };
  return Object.fromEntries(Object.entries(all).filter(([, value]) => value !== undefined && value !== ''));
}
