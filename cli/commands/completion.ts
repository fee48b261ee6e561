import { Argument } from 'commander';
import { defineCommand } from '../command-definition.js';
import { completionScripts } from '../completion/scripts.js';
import { exitCodes } from '../exit-codes.js';

const examples = `
kubectl completes \`kubectl task\` when kubectl_complete-task is on the PATH:
  kubectl task completion kubectl > ~/.local/bin/kubectl_complete-task
  chmod +x ~/.local/bin/kubectl_complete-task
`;

export const completionCommand = defineCommand(
  'completion',
  (command) =>
    command
      .summary('print a completion script for a shell')
      .description(
        'Print a completion script for `kubectl-task` in a shell, or the script kubectl_complete-task for kubectl.',
      )
      .addArgument(new Argument('<shell>', 'the shell, or kubectl').choices(Object.keys(completionScripts)))
      .addHelpText('after', examples),
  async ({ out }, [shell = '']) => {
    await out.write(completionScripts[shell] ?? '');
    return exitCodes.succeeded;
  },
);
