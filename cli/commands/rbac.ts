import { Option } from 'commander';
import { type ClusterExecutor, executorPermissions } from '../../api/executor-permissions.js';
import { labelErrors } from '../../packages/kubernetes-conventions/metadata/names.js';
import { withOptions } from '../args/options.js';
import { parseWholeFormat, type WholeFormat } from '../args/output-format.js';
import { defineCommand } from '../command-definition.js';
import { UserError } from '../errors/user-error.js';
import { exitCodes } from '../exit-codes.js';
import { formatted, listOf } from '../output/print-object.js';
import { yamlOf } from '../output/yaml.js';
import { executorRights } from '../rbac/executor-rights.js';
import { collectNamed, collectServiceAccount, type Subject } from '../rbac/subjects.js';

interface RbacOptions {
  readonly executor: ClusterExecutor;
  readonly user?: readonly Subject[];
  readonly group?: readonly Subject[];
  readonly serviceaccount?: readonly Subject[];
  readonly output?: WholeFormat;
  readonly namespace?: string;
}

const examples = `
Examples:
  kubectl task rbac --executor kubernetes -n staging --group=deployers \\
    | kubectl apply -f -
  kubectl task rbac --executor job -n staging --serviceaccount=ci:deployer \\
    | kubectl apply -f -
`;

export const rbacCommand = defineCommand<RbacOptions>(
  'rbac',
  (command) =>
    withOptions(
      command
        .summary('print the Role that an executor of kubectl task run needs')
        .description(
          'Print a Role with the permissions that a user or a pipeline needs to run tasks with an executor. With --user, --group or --serviceaccount, also print a RoleBinding.',
        )
        .addHelpText('after', examples),
      new Option('--executor <name>', 'the executor').choices(Object.keys(executorPermissions)).makeOptionMandatory(),
      new Option('--user <name>', 'bind the Role to this user; can be repeated').argParser(collectNamed('User')),
      new Option('--group <name>', 'bind the Role to this group; can be repeated').argParser(collectNamed('Group')),
      new Option(
        '--serviceaccount <namespace:name>',
        'bind the Role to this ServiceAccount; can be repeated',
      ).argParser(collectServiceAccount),
      new Option('-o, --output <format>', 'json, yaml (the default) or jsonpath=<template>').argParser(
        parseWholeFormat,
      ),
    ),
  async ({ out }, _, { executor, user = [], group = [], serviceaccount = [], output, namespace }) => {
    const problems = namespace ? labelErrors(namespace) : [];
    if (problems.length > 0) throw new UserError(`Cannot use namespace '${namespace}': ${problems.join('; ')}`);
    const rights = executorRights(executor, namespace, [...user, ...group, ...serviceaccount]);
    await out.write(textOf(rights, output));
    return exitCodes.succeeded;
  },
);

/** YAML has a document for each object, as `kubectl apply` takes them; other formats have a List of several. */
function textOf(rights: ReturnType<typeof executorRights>, output: WholeFormat = { type: 'yaml' }): string {
  if (output.type === 'yaml') return rights.map(yamlOf).join('---\n');
  return formatted(rights.length === 1 ? rights[0] : listOf(rights), output);
}
