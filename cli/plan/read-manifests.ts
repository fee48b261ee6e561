import { readdirSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { type Manifest, manifestOf } from '../../plan/manifest/manifest.js';
import { UserError } from '../errors/user-error.js';

/**
 * The manifests that `-f` names: files, folders with `.yaml`, `.yml` and `.json` files at any depth, `-` for stdin.
 *
 * @throws UserError for what cannot be read, and for a folder without any
 */
export const readManifests = (paths: readonly string[]): Manifest[] => paths.flatMap(readPath);

function readPath(path: string): Manifest[] {
  try {
    if (path === '-') return [manifestOf('stdin', readFileSync(0))];
    return (statSync(path).isDirectory() ? filesIn(path) : [path]).map((file) => manifestOf(file, readFileSync(file)));
  } catch (cause) {
    if (cause instanceof UserError) throw cause;
    throw new UserError(`Cannot read ${path}: ${cause instanceof Error ? cause.message : cause}`, [], { cause });
  }
}

function filesIn(folder: string): string[] {
  const files = readdirSync(folder, { recursive: true, encoding: 'utf8' }).filter(
    (name) => /\.(ya?ml|json)$/.test(name) && !statSync(join(folder, name)).isDirectory(),
  );
  if (files.length === 0) throw new UserError(`Cannot read ${folder}: no .yaml, .yml or .json file in it`);
  return files.sort().map((name) => join(folder, name));
}
