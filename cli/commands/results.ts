import { Option } from 'commander';
import { ANNOTATION_STAND_IN } from '../../api/labels.js';
import { type OutputOptions, tableOutputOption, withOptions } from '../args/options.js';
import { resolveRun } from '../cluster/resolve.js';
import { taskRowsOfRun } from '../cluster/task-rows-of-run.js';
import { defineCommand } from '../command-definition.js';
import { UserError } from '../errors/user-error.js';
import { exitCodes } from '../exit-codes.js';
import type { ColumnTitle } from '../output/column-titles.js';
import { formatted, isWhole } from '../output/print-object.js';
import { table } from '../output/table.js';
import { resultColumns, resultOfTaskRun, totals, wideResultColumns } from '../run/result-rows.js';
import { isBatchRun } from '../run/run-state.js';
import type { TaskRow } from '../run/task-row.js';

interface ResultsOptions extends OutputOptions {
  readonly fleet?: string;
  readonly contexts?: string;
}

/** What a narrow terminal does not show, in this order; `-o json` has everything. The branch of a pull request is one click away. */
const surplusOf = (rows: readonly TaskRow[]): readonly ColumnTitle[] => [
  ...(['COMMIT', 'VERDICT', 'TOKENS'] as const),
  ...(rows.some(({ result }) => result.pr !== undefined) ? (['BRANCH'] as const) : []),
  'DURATION',
];

const examples = `
Examples:
  kubectl task results batchrun/update-deps-001
  kubectl task results --fleet dist/fleet.json --contexts eu-1,us-1
`;

export const resultsCommand = defineCommand<ResultsOptions>(
  'results',
  (command) =>
    withOptions(
      command
        .summary('show the results that the agents of a run report')
        .description(
          'Show every task of a run with the result that its agent reports: branch, pull request, cost, verdict and summary. With -o wide, the table also has the parts of the tokens, turns, model and retry time. With -o json or -o yaml, the output is a list of tasks.',
        )
        .argument('[run]', 'such as batchrun/x or @latest; batch/x and task/x mean their newest run')
        .addHelpText('after', examples),
      new Option('--fleet <file>', 'fleet.json of a FleetConstruct: the results of its runs in all clusters'),
      new Option(
        '--contexts <names>',
        'with --fleet: kubeconfig contexts, separated by commas (default: the names of the clusters)',
      ),
      tableOutputOption(),
      new Option('--no-headers', 'do not print column headers'),
    ),
  async (session, [name], options) => {
    const { output, headers, fleet, contexts } = options;
    if (fleet !== undefined && name === undefined) {
      // Its schema is needed by few commands.
      const { fleetResults } = await import('../fleet-results/fleet-results.js');
      return fleetResults(session, { ...options, fleet });
    }
    if (fleet !== undefined) throw new UserError(`Cannot show ${name}: --fleet names the runs; leave one of them out`);
    if (contexts !== undefined)
      throw new UserError('Cannot use --contexts without --fleet; for one cluster, use --context');
    if (name === undefined) throw new UserError('Cannot show results: no run is given; name one, such as @latest');
    const { cluster: connect, out, err, now } = session;
    const cluster = await connect();
    const { object } = await resolveRun(cluster, name, 'results');
    const { rows, isPartial } = isBatchRun(object)
      ? await taskRowsOfRun(cluster, object, err)
      : { rows: [resultOfTaskRun(object)], isPartial: false };
    if (isWhole(output)) await out.write(formatted(rows.map(dataOf), output));
    else {
      const isWide = output?.type === 'wide';
      const lines = table((isWide ? wideResultColumns : resultColumns)(now()), rows, out.terminal, {
        headers: headers !== false,
        ...(isWide ? {} : { surplus: surplusOf(rows) }),
      });
      await out.write(lines.map((line) => `${line}\n`).join(''));
      err.line(err.terminal.paint('dim', totals(rows)));
      const standIn = object.metadata.annotations?.[ANNOTATION_STAND_IN];
      if (standIn) err.line(`stand-in: ${standIn}`);
    }
    return isPartial ? exitCodes.failed : exitCodes.succeeded;
  },
);

/** For machines: the agent's own fields beside ours, nothing that is empty. */
function dataOf({ jobName: _, note: __, ...fields }: TaskRow): object {
  return Object.fromEntries(Object.entries(fields).filter(([, value]) => value !== undefined && value !== ''));
}
