import { Command } from 'commander';
import type { Session } from './session.js';

/** A command of `kubectl task`: what its help says, and what it does. */
export interface CommandDefinition {
  /** Name, arguments, options and examples; docs/cli.md is made of it. */
  readonly command: Command;
  /**
   * @param args the positional arguments in order, variadic ones spread
   * @param options as commander parsed them, the global ones among them; `rest` is what follows `--`, also in `args`
   * @returns the exit code: one of `exitCodes`, or the one of a task that was run
   */
  readonly run: (session: Session, args: readonly string[], options: never) => Promise<number>;
}

/** Commands that reach no cluster of a kubeconfig. */
const withoutCluster: ReadonlySet<string> = new Set(['completion', 'crds', 'fleet', 'local', 'rbac']);

const globalHint = '\nkubectl task --help lists the global options, such as -n and --context.';

/** Binds a command's options to what its `run` reads of them. */
export function defineCommand<Options>(
  name: string,
  describe: (command: Command) => Command,
  run: (session: Session, args: readonly string[], options: Options) => Promise<number>,
): CommandDefinition {
  const command = describe(new Command(name));
  return { command: withoutCluster.has(name) ? command : command.addHelpText('after', globalHint), run };
}
