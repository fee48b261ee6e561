import { execFileSync } from 'node:child_process';
import { cpSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { npmPack } from './npm-pack.js';

const source = 'packages/embedded-cluster';
const compiled = 'build/embedded-cluster';

type Manifest = Record<string, unknown> & { readonly exports: Readonly<Record<string, string>> };

/** `./index.ts` in this repository becomes `./lib/embedded-cluster/index.js` in the package, with types. */
const publishedExports = (exports: Manifest['exports']) =>
  Object.fromEntries(
    Object.entries(exports).map(([name, path]) => {
      const file = path.replace(/^\.\/(.*)\.ts$/, './lib/embedded-cluster/$1');
      return [name, { types: `${file}.d.ts`, default: `${file}.js` }];
    }),
  );

/** Compiles the embedded cluster with the modules that it uses of other packages; returns the folder, which npm can pack. */
export function compileEmbeddedCluster(): string {
  rmSync(compiled, { recursive: true, force: true });
  execFileSync('node_modules/.bin/tsc', ['-p', source], { stdio: 'inherit' });
  const manifest = JSON.parse(readFileSync(join(source, 'package.json'), 'utf8')) as Manifest;
  const published = { ...manifest, exports: publishedExports(manifest.exports), files: ['lib', 'examples'] };
  writeFileSync(join(compiled, 'package.json'), `${JSON.stringify(published, null, 2)}\n`);
  for (const name of ['README.md', 'examples']) cpSync(join(source, name), join(compiled, name), { recursive: true });
  cpSync('LICENSE', join(compiled, 'LICENSE'));
  return compiled;
}

/**
 * Compiles and packs the embedded cluster.
 *
 * @param folder where the tarball is written; it is created
 * @returns the path of the tarball
 */
export const packEmbeddedCluster = (folder: string): string =>
  join(folder, npmPack(`./${compileEmbeddedCluster()}`, folder).filename);

if (process.argv[1] === fileURLToPath(import.meta.url)) console.error(`wrote ${packEmbeddedCluster('build')}`);
