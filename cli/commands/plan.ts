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
        .summary('show the objects that manifests would create, or the effect of a change')
        .description(
          'Validate manifests, and show the objects that they would create: Jobs, Pods and ConfigMaps of runs, Deployments and Services of Agents, and Tekton objects of AgentBuilds. The command reports all problems, each with its line and column. With --base or --diff, it reports the effect of a change: which tasks run again and why, their resources, and new images and Secrets. It needs a cluster only for --diff without a path.',
        )
        .addHelpText('after', examples),
      new Option('-f, --filename <path...>', 'files, folders, or - for stdin').makeOptionMandatory(),
      new Option(
        '--base <revision>',
        'compare with the same paths in a Git revision, such as origin/main; no cluster is needed',
      ).conflicts('diff'),
      new Option('--diff [path]', 'compare with the cluster, or with the manifests of an earlier synth'),
      new Option(
        '--results <file>',
        'with --base or --diff: estimate time and cost from the output of kubectl task results -o json (default for a cluster: the last finished run)',
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
