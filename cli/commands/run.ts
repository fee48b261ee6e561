import { Option } from 'commander';
import { executorNames } from '../../plan/task-file/selection.js';
import { collectTexts } from '../args/collect-texts.js';
import { withOptions } from '../args/options.js';
import { parseWholeFormat } from '../args/output-format.js';
import { defineCommand } from '../command-definition.js';
import type { RunOptions } from '../executors/run-options.js';
import { taskFileOptions } from '../executors/task-file-options.js';
import { plannedOptions } from '../planned/planned-options.js';
import { isPlannedTarget, refusePlannedOptions, refuseUnknownKinds } from '../planned/planned-target.js';

const examples = `
Examples:
  kubectl task run migrate
  kubectl task run migrate seed -x kubernetes -n staging
  kubectl task run test -x container -e CI=1 -- --watch
  kubectl task run --all --jobs 2
  kubectl task run batch/update-deps --task 3 -x local --agent ./agent.sh
  kubectl task run task/release-notes -x container -f task.yaml --shell
`;

export const runCommand = defineCommand<RunOptions>(
  'run',
  (command) =>
    withOptions(
      command
        .summary('run tasks of kubetask.yaml on this machine, in a container, in a running Pod, or as a Job')
        .description(
          'Run tasks of the kubetask.yaml in this folder or in a parent folder. Tasks in `pre` run first, each once. If you name one task, the exit code is that of the task. Otherwise it is 1 if any task failed. The output of each task is also in .kubetask/logs. You can also name a Batch, Task or run of the cluster, such as batch/update-deps. It is planned as in the cluster, and its containers run on this machine.',
        )
        .argument('[task...]', 'names of tasks, or one target such as batch/x; arguments for the script follow --')
        .addHelpText('after', examples),
      new Option('-x, --executor <name>', 'executor that runs the tasks').choices(executorNames),
      new Option(
        '-f, --filename <path>',
        'task file, or - for standard input; with a target such as batch/x, its manifests (can be repeated)',
      ).argParser(collectTexts),
      new Option('-e, --env <name=value>', 'environment variable for the tasks; can be repeated').argParser(
        collectTexts,
      ),
      new Option('--yes', 'answer yes to all questions of the tasks'),
      new Option('--plain', 'print every line on a terminal, as in a pipe'),
      new Option('-o, --output <format>', 'print the outcomes as json, yaml or jsonpath=<template>').argParser(
        parseWholeFormat,
      ),
      ...taskFileOptions(),
      ...plannedOptions(),
    ),
  async (session, args, { rest = [], ...options }) => {
    const names = args.slice(0, args.length - rest.length);
    if (names.some(isPlannedTarget)) {
      const { runPlanned } = await import('../planned/run-planned.js');
      return runPlanned(session, names, { ...options, rest });
    }
    refuseUnknownKinds(names);
    refusePlannedOptions(options);
    const { runTasks } = await import('../executors/run-tasks.js');
    return runTasks(session, names, { ...options, rest });
  },
);
