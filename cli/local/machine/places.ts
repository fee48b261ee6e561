import { lstatSync, mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { UserError } from '../../errors/user-error.js';

/** Where a session keeps things, below the folder where the person stands; relative to it, as they are shown. */
export const home = '.kubetask';

export const places = {
  lock: join(home, 'lock'),
  kubeconfig: join(home, 'kubeconfig'),
  /** Stands for a registry; stays, so that what was pushed can be looked at. */
  registry: join(home, 'registry'),
  unpacked: join(home, 'unpacked'),
} as const;

/**
 * Makes the folder, which no repository of the person's takes notice of.
 *
 * @throws UserError when it is a link, or no folder: a repository may have brought it, and files would be written elsewhere
 */
export function makeHome(directory: string): void {
  const folder = join(directory, home);
  const found = lstatSync(folder, { throwIfNoEntry: false });
  if (found && !found.isDirectory()) throw new UserError(`Cannot use ${home}: it is a link or no folder; remove it`);
  mkdirSync(folder, { recursive: true });
  const ignore = join(folder, '.gitignore');
  if (!lstatSync(ignore, { throwIfNoEntry: false })) writeFileSync(ignore, '*\n', { flag: 'wx' });
}
