import { existsSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { UserError } from '../../errors/user-error.js';

/** Files of this package that run on one machine beside the cluster itself, all absolute. */
export interface PackageFiles {
  readonly echoAgent: string;
  readonly fetch: string;
  readonly tektonDefinitions: string;
  /** The program that replaces kaniko's executor. */
  readonly kaniko: string;
}

/** The same in a checkout, in `build/` and in an installed package. @throws UserError when the program was copied out of it */
export function packageFiles(): PackageFiles {
  const root = packageRoot(dirname(fileURLToPath(import.meta.url)));
  const compiled = join(root, 'build/packages/embedded-cluster/stand-in/main.js');
  return {
    echoAgent: join(root, 'images/echo-agent/echo-agent.sh'),
    fetch: join(root, 'images/fetch/fetch.mjs'),
    tektonDefinitions: join(root, 'imports/crds/tekton.dev'),
    kaniko: existsSync(compiled) ? compiled : join(root, 'build/kubectl-task-kaniko.mjs'),
  };
}

function packageRoot(folder: string): string {
  if (existsSync(join(folder, 'images/fetch/fetch.mjs'))) return folder;
  const parent = dirname(folder);
  if (parent !== folder) return packageRoot(parent);
  throw new UserError('Cannot start a cluster on this machine: the other files of the npm package are missing', [
    'the npm package has them: npx kubetask local',
  ]);
}
