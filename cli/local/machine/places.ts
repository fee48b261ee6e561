import { existsSync, mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

/** Where a session keeps things, below the folder where the person stands; relative to it, as they are shown. */
export const home = '.kubetask';

export const places = {
  lock: join(home, 'lock'),
  kubeconfig: join(home, 'kubeconfig'),
  /** Stands for a registry; stays, so that what was pushed can be looked at. */
  registry: join(home, 'registry'),
  unpacked: join(home, 'unpacked'),
} as const;

/** Makes the folder, which no repository of the person's takes notice of. */
export function makeHome(directory: string): void {
  const folder = join(directory, home);
  mkdirSync(folder, { recursive: true });
  const ignore = join(folder, '.gitignore');
  if (!existsSync(ignore)) writeFileSync(ignore, '*\n');
}
