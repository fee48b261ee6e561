import { Command } from 'commander';
import { globalOptions, withOptions } from './args/options.js';
import type { CommandDefinition } from './command-definition.js';
import { commands } from './commands.js';

const examples = `
Names are written batch/x, batchrun/x, task/x, taskrun/x, or x if only one kind
has an object of that name; @latest is the newest run.

Exit codes: 0 succeeded, 1 failed or error, 2 cancelled or unknown,
124 timed out, 130 interrupted (the run continues).
`;

/** The whole command line. `execute` is called with the command that was chosen. */
export function buildProgram(
  execute: (definition: CommandDefinition, args: readonly string[], options: Record<string, unknown>) => Promise<void>,
): Command {
  const program = withOptions(new Command('kubectl task'), ...globalOptions())
    .description('Start, watch and inspect runs of kubetask.io Batches and Tasks.')
    .usage('<command> [options]')
    .addHelpText('after', examples)
    .helpCommand('help [command]', 'help for a command')
    .configureHelp({ showGlobalOptions: false, sortSubcommands: false })
    .showHelpAfterError('(see kubectl task <command> --help)');
  for (const definition of commands) program.addCommand(bound(definition, execute));
  return program;
}

function bound(definition: CommandDefinition, execute: Parameters<typeof buildProgram>[0]): Command {
  const { command } = definition;
  return command
    .allowExcessArguments(false)
    .showHelpAfterError(`(see kubectl task ${command.name()} --help)`)
    .action(async () => {
      const args = command.processedArgs.flat().filter((arg): arg is string => typeof arg === 'string');
      await execute(definition, args, command.optsWithGlobals());
    });
}
