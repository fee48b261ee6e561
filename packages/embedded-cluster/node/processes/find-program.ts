import { accessSync, constants, statSync } from 'node:fs';
import { delimiter, join, resolve } from 'node:path';

/**
 * The file that the system would execute for a name: the name itself when it has a slash, else the first of `path` that
 * may be executed.
 *
 * @throws Error with the code ENOENT when there is no such file, EACCES when there are only such that may not be executed
 */
export function findProgram(file: string, path: string, cwd: string): string {
  const places = file.includes('/') ? [resolve(cwd, file)] : path.split(delimiter).map((folder) => join(folder, file));
  const problems = new Map(places.map((place) => [place, problemOf(place)]));
  const found = places.find((place) => problems.get(place) === undefined);
  if (file !== '' && found !== undefined) return found;
  const isDenied = file !== '' && [...problems.values()].includes('EACCES');
  const code = isDenied ? 'EACCES' : 'ENOENT';
  throw Object.assign(new Error(`cannot execute "${file}"`), { code });
}

function problemOf(place: string): string | undefined {
  try {
    accessSync(place, constants.X_OK);
    return statSync(place).isFile() ? undefined : 'EACCES';
  } catch (error) {
    return (error as NodeJS.ErrnoException).code ?? 'ENOENT';
  }
}
