import { InvalidArgumentError, Option } from 'commander';
import { collectImage } from '../args/image-command.js';
import { wholeNumber, withOptions } from '../args/options.js';
import { collectParam } from '../args/params.js';
import { defineCommand } from '../command-definition.js';
import { loadLocal } from '../local/load-local.js';
import type { LocalOptions } from '../local/run-local.js';

const examples = `
In a command, a path that begins with ./ or ../ is relative to the current
folder. The command itself runs in the workspace of the task.
Agents run as you, with your files and your network: this is not a sandbox.
Ctrl-C stops everything (exit code 130).

Examples:
  npx kubetask local -f batch.yaml --agent ./agent.sh
  kubectl task local -f batch.yaml --agent 'my-agent --yes' --keep
  kubectl task local -f batch.yaml --preset gemini-cli --stub-model
  kubectl task local -f agent.yaml --image ghcr.io/org/helper:v1='./serve.sh'
`;

export const localCommand = defineCommand<LocalOptions>(
  'local',
  (command) =>
    withOptions(
      command
        .summary('run manifests on this machine, without a cluster')
        .description(
          'Start a cluster on this machine, apply the manifests, and follow their runs, AgentBuilds and Agents until they finish. Each container runs as a local process. git clones from and pushes to the real remotes. If a Batch or Task has no run, the command creates one with the parameters of -p. Results go to stdout. Files that remain are in the folder .kubetask.',
        )
        .addHelpText('after', examples),
      new Option('-f, --filename <path...>', 'files, folders, or - for stdin').makeOptionMandatory(),
      new Option('--agent <command>', 'shell command for every image without --image'),
      new Option(
        '--preset <name>',
        'agent CLI that is installed on this machine, such as gemini-cli; it replaces the agents of the files',
      ).conflicts('agent'),
      new Option(
        '--stub-model [mode]',
        'with --preset: use a stub instead of a model, without a key; the mode sets what it does (ok, tool, push, 401, 429, 429-after-120, 500, slow, cut)',
      ),
      new Option('--image <name=command>', 'shell command for one image; can be repeated').argParser(collectImage),
      new Option(
        '-p, --param <name=value>',
        'value of a parameter, for a Batch or Task without a run; can be repeated',
      ).argParser(collectParam),
      new Option(
        '--max-pods <count>',
        'Pods that run at the same time (default: twice the CPUs, at least 4)',
      ).argParser(positiveNumber),
      new Option('--keep', 'keep the cluster running until Ctrl-C, for use with kubectl'),
    ),
  async (session, _, options) => {
    // The rest is loaded from another file, which takes seconds on a busy machine.
    session.err.line('cluster   starts on this machine');
    const { runLocal } = await loadLocal();
    return runLocal(session, options);
  },
);

function positiveNumber(text: string): number {
  const value = wholeNumber(text);
  if (value < 1) throw new InvalidArgumentError('use a whole number of at least 1.');
  return value;
}
