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
        .summary('run tasks of kubetask.yaml here, in a container, in a running Pod, or as a Job')
        .description(
          'Run tasks of the kubetask.yaml in this folder or in a folder above it. Tasks in `pre` run first, each once. The exit code is the one of the task if you name one task, else 1 if any task failed. The output of each task is also in .kubetask/logs. A Batch, Task or run of the cluster, such as batch/update-deps, is planned as in the cluster, and its containers run here.',
        )
        .argument('[task...]', 'names of tasks, or one such as batch/x; arguments for the script follow --')
        .addHelpText('after', examples),
      new Option('-x, --executor <name>', 'where to run them').choices(executorNames),
      new Option(
        '-f, --filename <path>',
        'the task file, - for standard input; of a task of the cluster its manifests, can be repeated',
      ).argParser(collectTexts),
      new Option('-e, --env <name=value>', 'environment variable for the tasks; can be repeated').argParser(
        collectTexts,
      ),
      new Option('--yes', 'answer yes to all questions of the tasks'),
      new Option('--plain', 'print every line, as in a pipe, also on a terminal'),
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
