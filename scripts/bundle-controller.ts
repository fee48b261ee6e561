import { mkdirSync, writeFileSync } from 'node:fs';
import { dirname } from 'node:path';
import { build } from 'esbuild';
import { writeSbom } from './sbom.js';

/** Writes the controller as one file that needs nothing but Node.js, and its SBOM beside it; resolves with the names of the packages in it. */
export async function bundleController(outfile: string): Promise<ReadonlySet<string>> {
  const { metafile, outputFiles } = await build({
    entryPoints: ['runtime/main.ts'],
    outfile,
    bundle: true,
    // Not the names: a stack trace shows them, and to restore them costs a call per function that is made.
    minifyWhitespace: true,
    minifySyntax: true,
    platform: 'node',
    target: 'node20',
    // Not ESM: its loader alone takes 3 to 4 MB of Node.js.
    format: 'cjs',
    metafile: true,
    write: false,
    logLevel: 'warning',
  });
  mkdirSync(dirname(outfile), { recursive: true });
  writeFileSync(outfile, ascii(outputFiles[0]?.text ?? ''));
  const files = Object.values(metafile.outputs).flatMap(({ inputs }) => Object.keys(inputs));
  writeSbom(outfile.replace(/\.cjs$/, '.cdx.json'), 'kubetask-controller', files);
  return new Set(files.flatMap((file) => /node_modules\/((?:@[^/]+\/)?[^/]+)/.exec(file)?.[1] ?? []));
}

/** One letter beyond Latin 1, such as the mu of a regular expression, and V8 keeps the whole source in twice the memory. */
const ascii = (source: string): string =>
  source.replace(/[^\0-\x7f]/g, (letter) => `\\u${letter.charCodeAt(0).toString(16).padStart(4, '0')}`);
