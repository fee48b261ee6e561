import { type Command, CommanderError } from 'commander';
import type { GlobalOptions } from './args/options.js';
import type { CommandDefinition } from './command-definition.js';
import { tellError } from './errors/tell-error.js';
import { exitCodes } from './exit-codes.js';
import { type Host, openSession } from './open-session.js';
import { buildProgram } from './program.js';

/** Runs one command line and resolves with its exit code. User errors are printed to stderr; a bug is thrown. */
export async function run(argv: readonly string[], host: Host): Promise<number> {
  let code: number = exitCodes.failed;
  const program = buildProgram(async (definition, args, options) => {
    code = await execute(definition, args, { ...options, rest: afterDashes(argv) }, host);
  });
  for (const command of [program, ...program.commands]) {
    command.exitOverride().configureOutput({
      writeOut: (text) => host.stdout.write(text),
      writeErr: (text) => host.stderr.write(text),
    });
  }
  if (argv.length === 0) {
    program.outputHelp({ error: true });
    return exitCodes.failed;
  }
  // Before commander sees the words: they are another command line, half written.
  if (argv[0] === '__complete') return completeWords(program, argv.slice(1), host);
  try {
    await program.parseAsync([...argv], { from: 'user' });
    return code;
  } catch (error) {
    if (error instanceof CommanderError) return error.exitCode;
    throw error;
  }
}

/** What follows the first `--`. */
function afterDashes(argv: readonly string[]): readonly string[] {
  const at = argv.indexOf('--');
  return at < 0 ? [] : argv.slice(at + 1);
}

async function execute(
  { run: runCommand }: CommandDefinition,
  args: readonly string[],
  options: Record<string, unknown>,
  host: Host,
): Promise<number> {
  const globals = options as unknown as GlobalOptions;
  const session = openSession(host, globals);
  try {
    return await runCommand(session, args, options as never);
  } catch (error) {
    tellError(error, session.err, { context: session.context(), as: globals.as });
    return exitCodes.failed;
  } finally {
    session.close();
  }
}

async function completeWords(program: Command, words: readonly string[], host: Host): Promise<number> {
  const { complete, completionLines } = await import('./completion/complete.js');
  const { globalsIn, lookupsIn } = await import('./completion/lookups.js');
  const globals = globalsIn(words.slice(0, -1));
  const session = openSession(host, { ...globals, color: false, requestTimeout: 3 });
  const completion = await complete(program, words, lookupsIn(session, globals, host.env));
  for (const line of completionLines(completion)) session.out.line(line);
  session.close();
  return exitCodes.succeeded;
}
