import { Option } from 'commander';
import { outputOption, withOptions } from '../args/options.js';
import { defineCommand } from '../command-definition.js';
import type { PlanOptions } from '../plan/run-plan.js';

export const planCommand = defineCommand<PlanOptions>(
  'plan',
  (command) =>
    withOptions(
      command
        .summary('show what manifests would create, without a cluster')
        .description(
          'Check manifests and show the Jobs, Pods and ConfigMaps that their runs would create, the Deployments and Services of Agents, and the Tekton objects of AgentBuilds. The command reports all problems, each with its line and column. It needs a cluster only for --diff without a path.',
        ),
      new Option('-f, --filename <path...>', 'files, folders, or - for stdin').makeOptionMandatory(),
      new Option('--diff [path]', 'show the differences from the cluster, or from the manifests of an earlier synth'),
      new Option('--exit-code', 'with --diff: exit with 1 if there are differences'),
      outputOption(),
    ),
  async (session, _, options) => {
    // The schemas and their rules are needed by this command alone.
    const { runPlan } = await import('../plan/run-plan.js');
    return runPlan(session, options);
  },
);
