import { Command, InvalidArgumentError, Option } from 'commander';
import { presets } from '../../plan/agent-preset/presets.js';

export interface StartOptions {
  /** The user's manifests; without any, the sample fleet. */
  readonly file: readonly string[];
  readonly agent?: string;
  /** `image=command` pairs, passed to `kubectl task local`. */
  readonly image: readonly string[];
  /** An agent preset, whose CLI is installed if its image is in `images/agents/`. */
  readonly preset?: string;
  readonly stubModel?: string | true;
  readonly repos: number;
  /** Instead of the fleet: build the example agent and keep it up. */
  readonly build: boolean;
  readonly namespace?: string;
  readonly maxPods?: string;
  readonly keep: boolean;
}

const presetNames = presets.map(({ name }) => name).join(', ');

/** Parses the arguments of `npm start --`. Prints help or the error and exits as commander does (1 for an error). */
export function parseOptions(args: readonly string[]): StartOptions {
  const program = new Command('npm start --')
    .description(
      'Run a batch on this machine: an embedded cluster, real processes, real git repositories, no Kubernetes needed. It is `kubectl task local` with a sample fleet.',
    )
    .option(
      '-f, --file <path...>',
      'your manifests: a Batch, a Task, a run of one, an Agent or an AgentBuild, with what they name; instead of the sample fleet',
    )
    .addOption(
      new Option('--build', 'build and deploy an example agent instead, with a stand-in for kaniko').conflicts('file'),
    )
    .option('--agent <command>', 'shell command for every image without --image')
    .option(
      '--image <name=command>',
      'shell command to run for one image; can be repeated',
      (text, all: string[] = []) => [...all, text],
    )
    .addOption(
      new Option('--preset <name>', `an agent CLI instead of the example agent: ${presetNames}`).conflicts('agent'),
    )
    .option(
      '--stub-model [mode]',
      'with --preset: a stub instead of a model, without a key (see npx kubetask local --help)',
    )
    .option('--repos <count>', 'repositories of the sample fleet', positiveInteger, 5)
    .option('-n, --namespace <name>', 'namespace of objects that do not set one (default: default)')
    .option('--max-pods <count>', 'Pods that run at the same time (default: twice the CPUs, at least 4)')
    .option('--keep', 'keep the cluster running until Ctrl-C')
    .addHelpText('after', examples)
    .allowExcessArguments(false)
    .showHelpAfterError('(see npm start -- --help)');
  const given = program.parse(args, { from: 'user' }).opts<Partial<StartOptions>>();
  return { file: [], image: [], keep: false, build: false, repos: 5, ...given };
}

const examples = `
Examples:
  npm start                                            the sample: five repositories, an example agent
  npm start -- -f batch.yaml --agent 'my-agent --yes'  your batch, your agent
  npm start -- -f agent.yaml --agent ./serve.sh        your Agent, up until Ctrl-C
  npm start -- --preset gemini-cli --stub-model        a real agent CLI, without a key
  npm start -- --build                                 an AgentBuild: pull, build, push, deploy
  npm start -- --keep                                  and look around with kubectl afterwards
`;

function positiveInteger(text: string): number {
  const value = Number(text);
  if (!Number.isInteger(value) || value < 1) throw new InvalidArgumentError('use a whole number of at least 1.');
  return value;
}
