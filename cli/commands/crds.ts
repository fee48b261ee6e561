import { defineCommand } from '../command-definition.js';
import { exitCodes } from '../exit-codes.js';
import { yamlOf } from '../output/yaml.js';

export const crdsCommand = defineCommand(
  'crds',
  (command) =>
    command
      .summary('print the CustomResourceDefinitions')
      .description('Print the CustomResourceDefinitions of this version as YAML.')
      .addHelpText('after', '\nExamples:\n  kubectl task crds | kubectl apply --server-side -f -\n'),
  async ({ out }) => {
    const { crds } = await import('../../api/generated/crds.js');
    for (const { apiVersion, kind, metadata, spec } of Object.values(crds)) {
      await out.write(`---\n${yamlOf({ apiVersion, kind, metadata: { name: metadata.name }, spec })}`);
    }
    return exitCodes.succeeded;
  },
);
