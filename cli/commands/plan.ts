import { Option } from 'commander';
import { withOptions } from '../args/options.js';
import { parsePlanFormat } from '../args/plan-format.js';
import { defineCommand } from '../command-definition.js';
import type { PlanOptions } from '../plan/run-plan.js';

const examples = `
Examples:
  kubectl task plan -f batch.yaml
  kubectl task plan -f dist --base origin/main
  kubectl task plan -f dist --base origin/main -o markdown > comment.md
`;

export const planCommand = defineCommand<PlanOptions>(
  'plan',
  (command) =>
    withOptions(
      command
        .summary('show what manifests would create, or what a change of them does')
        .description(
          'Check manifests and show the Jobs, Pods and ConfigMaps that their runs would create, the Deployments and Services of Agents, and the Tekton objects of AgentBuilds. The command reports all problems, each with its line and column. With --base or --diff, it reports what the change does: which tasks run again and why, what they ask for, and what is new. It needs a cluster only for --diff without a path.',
        )
        .addHelpText('after', examples),
      new Option('-f, --filename <path...>', 'files, folders, or - for stdin').makeOptionMandatory(),
      new Option(
        '--base <revision>',
        'report what changes from the same paths in a Git revision, such as origin/main; no cluster is needed',
      ).conflicts('diff'),
      new Option('--diff [path]', 'report what changes from the cluster, or from the manifests of an earlier synth'),
      new Option(
        '--results <file>',
        'with --base or --diff: estimate time and money from the output of kubectl task results -o json (default for a cluster: the last finished run)',
      ),
      new Option('--exit-code', 'with --base or --diff: exit with 2 if there are changes'),
      new Option(
        '-o, --output <format>',
        'json, yaml, name, wide or jsonpath=<template>; with --base or --diff also markdown',
      ).argParser(parsePlanFormat),
    ),
  async (session, _, options) => {
    // The schemas and their rules are needed by this command alone.
    const { runPlan } = await import('../plan/run-plan.js');
    return runPlan(session, options);
  },
);
