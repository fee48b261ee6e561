import { UserError } from '../errors/user-error.js';

/**
 * Loads what `kubectl task local` runs, and tasks of the cluster that run here. It is larger than all other commands, so the bundle
 * keeps it in a file of its own.
 *
 * @throws UserError when the plugin was copied without that file
 */
export async function loadLocal(): Promise<typeof import('./entry.js')> {
  try {
    return await import('./entry.js');
  } catch (cause) {
    if ((cause as NodeJS.ErrnoException).code !== 'ERR_MODULE_NOT_FOUND') throw cause;
    throw new UserError(
      'Cannot start a cluster on this machine: kubectl-task-local.mjs is not in the folder of kubectl-task',
      ['the npm package has both: npx kubetask local'],
      { cause },
    );
  }
}
