import { execFile } from 'node:child_process';
import { chmod, readdir, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { promisify } from 'node:util';

/**
 * Removes a folder with all that is in it, also where a program has taken away its own right to write, and where its
 * folders are nested deeper than a path can name.
 */
export async function removeTree(directory: string): Promise<void> {
  try {
    await rm(directory, { recursive: true, force: true });
  } catch {
    await removeByProgram(directory).catch(async () => {
      await makeWritable(directory);
      await removeByProgram(directory);
    });
  }
}

/** It goes from folder to folder, so no path gets too long. */
const removeByProgram = (directory: string): Promise<unknown> => promisify(execFile)('rm', ['-rf', '--', directory]);

/** Never follows a link: only folders of the tree itself change. */
async function makeWritable(directory: string): Promise<void> {
  await chmod(directory, 0o700).catch(() => undefined);
  const entries = await readdir(directory, { withFileTypes: true }).catch(() => []);
  for (const entry of entries) if (entry.isDirectory()) await makeWritable(join(directory, entry.name));
}
