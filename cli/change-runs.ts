import { dryRunOption, forceOption, objectOutputOption, withOptions } from './args/options.js';
import type { OutputFormat } from './args/output-format.js';
import { resolveRun } from './cluster/resolve.js';
import { untilObserved } from './cluster/until-observed.js';
import { type CommandDefinition, defineCommand } from './command-definition.js';
import { exitCodes } from './exit-codes.js';
import { dryRunNote } from './output/dry-run-note.js';
import { formatted, isWhole } from './output/print-object.js';
import { changedLines } from './run/changed-lines.js';
import { planChange, type RunChange } from './run/run-change.js';
import { qualifiedNameOf, type Run } from './run/run-state.js';
import type { Session } from './session.js';

interface ChangeOptions {
  readonly force?: boolean;
  readonly dryRun?: 'client' | 'server';
  readonly output?: OutputFormat;
}

/** What a command that changes runs says about itself. */
export interface ChangeText {
  readonly summary: string;
  readonly description: string;
  /** As in `batchrun.kubetask.io/x cancelled`. */
  readonly done: string;
}

/** A command that asks something of runs through their spec; each run is changed before the next is looked at. */
export const changeCommand = (change: RunChange, { summary, description, done }: ChangeText): CommandDefinition =>
  defineCommand<ChangeOptions>(
    change,
    (command) =>
      withOptions(
        command
          .summary(summary)
          .description(description)
          .argument('<run...>', 'such as batchrun/x or @latest; batch/x and task/x mean their newest run'),
        forceOption('change the run'),
        objectOutputOption(),
        dryRunOption('the change'),
      ),
    async (session, names, { force = false, dryRun, output }) => {
      const { err, now, interrupt } = session;
      const cluster = await session.cluster();
      for (const name of names) {
        const { kind, object } = await resolveRun(cluster, name, change);
        const planned = planChange(object, change, force);
        if ('already' in planned) {
          await tellChanged(session, object, planned.already, output);
          continue;
        }
        const send = (isDryRun: boolean) =>
          cluster.patch<Run>(kind.resource, object, planned.patch, { dryRun: isDryRun });
        const changed = dryRun === 'client' ? object : await send(dryRun === 'server');
        await tellChanged(session, changed, `${qualifiedNameOf(object)} ${done}${dryRunNote(dryRun)}`, output);
        if (dryRun) continue;
        const seen = (await untilObserved(cluster, changed, interrupt)) as Run;
        for (const line of changedLines(seen, change, err.terminal, now())) err.line(line);
      }
      return exitCodes.succeeded;
    },
  );

/** The line of kubectl, or what `-o` asks for. */
async function tellChanged({ out }: Session, run: Run, line: string, output: OutputFormat | undefined): Promise<void> {
  if (isWhole(output)) await out.write(formatted(run, output));
  else out.line(output?.type === 'name' ? qualifiedNameOf(run) : line);
}
