import { readdirSync, readFileSync, statSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { type Manifest, manifestOf } from '../../plan/manifest/yaml/manifest.js';
import { UserError } from '../errors/user-error.js';

/**
 * The manifests that `-f` names: files, folders with `.yaml`, `.yml` and `.json` files at any depth, `-` for stdin.
 *
 * @param directory where relative paths begin
 * @throws UserError for what cannot be read, and for a folder without any
 */
export const readManifests = (paths: readonly string[], directory = '.'): Manifest[] =>
  paths.flatMap((path) => readPath(path, directory));

function readPath(path: string, directory: string): Manifest[] {
  try {
    if (path === '-') return [manifestOf('stdin', readFileSync(0))];
    const isFolder = statSync(resolve(directory, path)).isDirectory();
    return (isFolder ? filesIn(path, directory) : [path]).map((file) =>
      manifestOf(file, readFileSync(resolve(directory, file))),
    );
  } catch (cause) {
    if (cause instanceof UserError) throw cause;
    throw new UserError(`Cannot read ${path}: ${cause instanceof Error ? cause.message : cause}`, [], { cause });
  }
}

function filesIn(folder: string, directory: string): string[] {
  const root = resolve(directory, folder);
  const files = readdirSync(root, { recursive: true, encoding: 'utf8' }).filter(
    (name) => /\.(ya?ml|json)$/.test(name) && !statSync(join(root, name)).isDirectory(),
  );
  if (files.length === 0) throw new UserError(`Cannot read ${folder}: it contains no .yaml, .yml or .json file`);
  return files.sort().map((name) => join(folder, name));
}
