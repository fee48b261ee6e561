import { execFileSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { writeBundles } from './bundles.js';
import { neededDeclarations, publishedDeclaration } from './declarations.js';
import { entries } from './entries.js';

const compiler = 'node_modules/typescript/bin/tsc';

/**
 * Writes what projects load of the npm package: CommonJS bundles, the same as ES modules, and types for both.
 *
 * The ES modules only name the exports of the CommonJS modules, so a project that loads both has each class once.
 */
export async function writeLibrary(folder: string): Promise<void> {
  rmSync(folder, { recursive: true, force: true });
  await writeBundles(folder);
  write(join(folder, 'package.json'), `${JSON.stringify({ type: 'commonjs' })}\n`);
  const paths = entries().map(([path]) => path);
  writeDeclarations(folder, paths);
  for (const path of paths) writeEsModule(folder, path);
}

function writeDeclarations(folder: string, roots: readonly string[]): void {
  const all = mkdtempSync(join(tmpdir(), 'kubetask-declarations-'));
  try {
    execFileSync(process.execPath, [compiler, '-p', 'tsconfig.library.json', '--outDir', all], { stdio: 'inherit' });
    const read = (path: string) => readFileSync(join(all, path), 'utf8');
    for (const [path, text] of neededDeclarations(roots, read)) write(join(folder, path), publishedDeclaration(text));
  } finally {
    rmSync(all, { recursive: true });
  }
}

function writeEsModule(folder: string, path: string): void {
  const names = exportedNames(readFileSync(join(folder, `${path}.js`), 'utf8'));
  const commonJs = `./${path.slice(path.lastIndexOf('/') + 1)}.js`;
  write(
    join(folder, `${path}.mjs`),
    `export {\n${names.map((name) => `  ${name},\n`).join('')}} from '${commonJs}';\n`,
  );
  write(join(folder, `${path}.d.mts`), `export * from '${commonJs}';\n`);
}

/** From the list that esbuild writes so that Node.js finds the names without running the module. */
function exportedNames(bundle: string): string[] {
  const [, list] = /^0 && \(module\.exports = \{([^}]*)\}\);$/m.exec(bundle) ?? [];
  if (list === undefined) throw new Error('Cannot write an ES module: esbuild lists no exports of the CommonJS bundle');
  return list.match(/\w+/g) ?? [];
}

function write(file: string, text: string): void {
  mkdirSync(dirname(file), { recursive: true });
  writeFileSync(file, text);
}
