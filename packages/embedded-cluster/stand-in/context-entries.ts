import { lstatSync, readdirSync, readlinkSync, type Stats } from 'node:fs';
import { join } from 'node:path';
import { readRegularFile } from '../regular-file.js';
import type { TarEntry } from './tar.js';

/** Of one file: it is read as a whole. */
const mostFileBytes = 256 * 1024 * 1024;

/**
 * All that lies in a folder, sorted by path, one at a time; without `.git`, which no image is made of, and without pipes,
 * sockets and devices, which `print` reports.
 *
 * @throws FileTooLarge
 */
export function* contextEntries(folder: string, print: (line: string) => void, below = ''): Generator<TarEntry> {
  for (const name of readdirSync(join(folder, below)).sort()) {
    if (name === '.git') continue;
    const path = below === '' ? name : `${below}/${name}`;
    const found = lstatSync(join(folder, path));
    const entry = entryOf(folder, path, found);
    if (entry) yield entry;
    else print(`${path} is no file, folder or link: left out`);
    if (found.isDirectory()) yield* contextEntries(folder, print, path);
  }
}

function entryOf(folder: string, path: string, found: Stats): TarEntry | undefined {
  const place = join(folder, path);
  if (found.isSymbolicLink()) return { path, content: { link: readlinkSync(place) } };
  if (found.isDirectory()) return { path, content: 'folder' };
  if (!found.isFile()) return undefined;
  return { path, content: { file: readRegularFile(place, mostFileBytes) }, isExecutable: (found.mode & 0o111) !== 0 };
}
