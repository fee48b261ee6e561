import { mkdirSync, mkdtempSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';

/**
 * Writes all files of a folder or none: they are complete before the first takes its place. Other files stay.
 *
 * @param texts by path below the folder
 */
export function replaceFiles(folder: string, texts: ReadonlyMap<string, string>): void {
  mkdirSync(folder, { recursive: true });
  const temporary = mkdtempSync(join(folder, '.synth-'));
  try {
    for (const [file, text] of texts) {
      for (const root of [temporary, folder]) mkdirSync(dirname(join(root, file)), { recursive: true });
      writeFileSync(join(temporary, file), text);
    }
    for (const file of texts.keys()) renameSync(join(temporary, file), join(folder, file));
  } finally {
    rmSync(temporary, { recursive: true });
  }
}
