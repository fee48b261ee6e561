import { Option } from 'commander';
import { VERSION } from '../../api/version.js';
import { type OutputOptions, wholeOutputOption, withOptions } from '../args/options.js';
import { defineCommand } from '../command-definition.js';
import { exitCodes } from '../exit-codes.js';
import { formatted, isWhole } from '../output/print-object.js';

interface VersionOptions extends OutputOptions {
  readonly client?: boolean;
}

const version = { group: '', version: 'v1', plural: 'version', kind: 'Version', namespaced: false };

export const versionCommand = defineCommand<VersionOptions>(
  'version',
  (command) =>
    withOptions(
      command.summary('show versions').description('Show the version of the plugin, of Node.js and of the server.'),
      new Option('--client', 'do not contact the server'),
      wholeOutputOption(),
    ),
  async ({ cluster: connect, out }, _, { client, output }) => {
    const versions: Record<string, string> = { kubectlTask: `v${VERSION}`, nodejs: process.version };
    if (!client) {
      const cluster = await connect();
      const request = { method: 'GET', path: '/version' } as const;
      const { gitVersion } = await cluster.ask<{ gitVersion: string }>({ verb: 'get', resource: version }, request);
      versions['server'] = gitVersion;
    }
    if (isWhole(output)) await out.write(formatted(versions, output));
    else for (const [name, value] of Object.entries(versions)) out.line(`${`${name}:`.padEnd(12)} ${value}`);
    return exitCodes.succeeded;
  },
);
