import { lstatSync, readdirSync, readFileSync, readlinkSync } from 'node:fs';
import { join } from 'node:path';
import type { TarEntry } from './tar.js';

/** All that lies in a folder, sorted by path, one at a time; without `.git`, which no image is made of. */
export function* contextEntries(folder: string, below = ''): Generator<TarEntry> {
  for (const name of readdirSync(join(folder, below)).sort()) {
    if (name === '.git') continue;
    const path = below === '' ? name : `${below}/${name}`;
    const place = join(folder, path);
    const found = lstatSync(place);
    if (found.isSymbolicLink()) yield { path, content: { link: readlinkSync(place) } };
    else if (found.isFile()) {
      yield { path, content: { file: readFileSync(place) }, isExecutable: (found.mode & 0o111) !== 0 };
    } else if (found.isDirectory()) {
      yield { path, content: 'folder' };
      yield* contextEntries(folder, path);
    }
  }
}
