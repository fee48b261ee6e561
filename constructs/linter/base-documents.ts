import { readdirSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { committedFiles } from './committed-files.js';
import { type BaseDocument, type BaseFile, documentsOf } from './documents-of-file.js';
import { git } from './git.js';
import { folderOf, isManifest } from './manifest-path.js';

/**
 * The documents of a folder, or of the output folder at a Git revision, which may have none.
 *
 * @throws Error that says why it cannot be read, and what is wanted
 */
export function baseDocuments(base: string, outdir: string): BaseDocument[] {
  const found = statSync(base, { throwIfNoEntry: false });
  if (!found) return committedFiles(base, outdir, git).flatMap(documentsOf);
  if (!found.isDirectory()) throw new Error('is a file; give a folder of YAML files');
  const files = filesOf(base);
  if (files.length === 0) throw new Error('is a folder without a YAML file; give a folder of YAML files');
  return files.flatMap(documentsOf);
}

const filesOf = (folder: string): BaseFile[] =>
  readdirSync(folder, { recursive: true, encoding: 'utf8' })
    .filter((name) => isManifest(name) && statSync(join(folder, name)).isFile())
    .map((name) => {
      const file = join(folder, name);
      return { folder: folderOf(name), file, text: readFileSync(file, 'utf8') };
    });
