import { execFileSync } from 'node:child_process';
import { mkdirSync } from 'node:fs';
import type { PackedFile } from './release-problems.js';

/** A tarball, as `npm pack` describes it. Paths are relative to the package. */
export interface Tarball {
  readonly filename: string;
  readonly files: readonly PackedFile[];
  /** Bytes that are downloaded. */
  readonly size: number;
  /** Bytes on disk, without dependencies. */
  readonly unpackedSize: number;
}

/**
 * Packs one npm package.
 *
 * @param source the folder of its `package.json`
 * @param folder where the tarball is written; it is created
 */
export function npmPack(source: string, folder: string): Tarball {
  mkdirSync(folder, { recursive: true });
  const packed = execFileSync('npm', ['pack', source, '--json', '--pack-destination', folder], {
    encoding: 'utf8',
    maxBuffer: 64 << 20,
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  // Scripts of the package write to the same stream first.
  const [tarball] = JSON.parse(packed.slice(packed.indexOf('[\n'))) as [Tarball];
  return tarball;
}
