import { mkdirSync, mkdtempSync, readdirSync, realpathSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

export const scratchPrefix = 'embedded-cluster-';

/** Where things lie in the scratch folder: one folder per Pod uid, one per claim, one record per process group. */
export interface ScratchPaths {
  readonly root: string;
  readonly pods: string;
  readonly claims: string;
  readonly processGroups: string;
}

/**
 * Makes the scratch folder, readable by its owner only, since Secrets are written into it.
 *
 * @param directory an absent or empty folder; a fresh one in the system's temporary folder when omitted
 * @throws Error when `directory` holds anything: it will be deleted as a whole later
 */
export function createScratch(directory?: string): ScratchPaths {
  const root = directory === undefined ? mkdtempSync(join(tmpdir(), scratchPrefix)) : useEmpty(directory);
  const paths = scratchPaths(realpathSync(root));
  for (const path of [paths.pods, paths.claims, paths.processGroups]) mkdirSync(path, { mode: 0o700 });
  return paths;
}

export function scratchPaths(root: string): ScratchPaths {
  return {
    root,
    pods: join(root, 'pods'),
    claims: join(root, 'claims'),
    processGroups: join(root, 'process-groups'),
  };
}

function useEmpty(directory: string): string {
  mkdirSync(directory, { recursive: true, mode: 0o700 });
  if (readdirSync(directory).length > 0) {
    throw new Error(`Cannot use ${directory} as the scratch folder: it is not empty; name an empty or absent folder`);
  }
  return directory;
}
