import { Option } from 'commander';
import { type ClusterExecutor, executorPermissions } from '../../api/executor-permissions.js';
import { withOptions } from '../args/options.js';
import { defineCommand } from '../command-definition.js';
import { exitCodes } from '../exit-codes.js';
import { yamlOf } from '../output/yaml.js';

interface RbacOptions {
  readonly executor: ClusterExecutor;
  readonly namespace?: string;
}

const examples = `
Examples:
  kubectl task rbac --executor kubernetes -n staging | kubectl apply -f -
  kubectl create rolebinding deployers -n staging \\
    --role=kubetask-kubernetes --group=deployers
`;

export const rbacCommand = defineCommand<RbacOptions>(
  'rbac',
  (command) =>
    withOptions(
      command
        .summary('print the Role that an executor of kubectl task run needs')
        .description('Print a Role with the rights that a person or a pipeline needs to run tasks with an executor.')
        .addHelpText('after', examples),
      new Option('--executor <name>', 'the executor').choices(Object.keys(executorPermissions)).makeOptionMandatory(),
    ),
  async ({ out }, _, { executor, namespace }) => {
    await out.write(yamlOf(roleFor(executor, namespace)));
    return exitCodes.succeeded;
  },
);

const roleFor = (executor: ClusterExecutor, namespace: string | undefined): object => ({
  apiVersion: 'rbac.authorization.k8s.io/v1',
  kind: 'Role',
  metadata: { name: `kubetask-${executor}`, ...(namespace ? { namespace } : {}) },
  rules: executorPermissions[executor].map(({ apiGroup, resources, verbs }) => ({
    apiGroups: [apiGroup],
    resources,
    verbs,
  })),
});
