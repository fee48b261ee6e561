import { Command, InvalidArgumentError, Option } from 'commander';

export interface DemoOptions {
  /** The user's own manifests; the demo's fleet without any. */
  readonly file: readonly string[];
  /** Command that stands for every image; undefined means the example agent in the demo, nothing for own files. */
  readonly agent?: string;
  /** Command by image, for images that `agent` does not stand for. */
  readonly image: Readonly<Record<string, string>>;
  readonly repos: number;
  /** Instead of the fleet: build the example agent and keep it up. */
  readonly build: boolean;
  readonly namespace: string;
  readonly maxPods?: number;
  readonly keep: boolean;
}

/** Parses the arguments of `npm start --`. Prints help or the error and exits as commander does (1 for an error). */
export function parseOptions(args: readonly string[]): DemoOptions {
  const program = new Command('npm start --')
    .description(
      'Run a batch on this machine: an embedded cluster, real processes, real git repositories, no Kubernetes needed.',
    )
    .option(
      '-f, --file <path...>',
      'your Batch, BatchRun, WorkspaceConfig, Agent or AgentBuild as YAML, instead of the demo',
    )
    .addOption(
      new Option('--build', 'build and deploy an example agent instead, with a stand-in for kaniko').conflicts('file'),
    )
    .option('--agent <command>', 'shell command to run for every image that has no command of its own')
    .option('--image <name=command>', 'the same for one image; repeatable', collectImage)
    .option('--repos <count>', 'repositories of the demo', positiveInteger, 5)
    .option('-n, --namespace <name>', 'namespace of objects that name none', 'default')
    .option(
      '--max-pods <count>',
      'Pods that run at the same time (default: twice the CPUs, at least 4)',
      positiveInteger,
    )
    .option('--keep', 'leave the cluster up until Ctrl-C')
    .addHelpText('after', examples)
    .allowExcessArguments(false)
    .showHelpAfterError('(npm start -- --help shows the options)');
  return {
    file: [],
    image: {},
    keep: false,
    build: false,
    ...program.parse(args, { from: 'user' }).opts<Partial<DemoOptions>>(),
  } as DemoOptions;
}

const examples = `
Examples:
  npm start                                            the demo: five repositories, an example agent
  npm start -- -f batch.yaml --agent 'my-agent --yes'  your batch, your agent
  npm start -- -f agent.yaml --agent ./serve.sh        your Agent, up until Ctrl-C
  npm start -- --build                                 an AgentBuild: pull, build, push, deploy
  npm start -- --keep                                  and look around with kubectl afterwards
`;

function positiveInteger(text: string): number {
  const value = Number(text);
  if (!Number.isInteger(value) || value < 1) throw new InvalidArgumentError('give a whole number of at least 1.');
  return value;
}

function collectImage(text: string, known: Record<string, string> = {}): Record<string, string> {
  const at = text.indexOf('=');
  if (at < 1) throw new InvalidArgumentError("give it as 'image=command'.");
  return { ...known, [text.slice(0, at)]: text.slice(at + 1) };
}
