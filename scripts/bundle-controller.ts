import { mkdirSync, writeFileSync } from 'node:fs';
import { dirname } from 'node:path';
import { build } from 'esbuild';
import { ascii } from './ascii.js';
import { writeSbom } from './sbom.js';

/** Writes the controller as one file that needs only Node.js, and its SBOM. Resolves with the names of the packages in it. */
export async function bundleController(outfile: string): Promise<ReadonlySet<string>> {
  const { metafile, outputFiles } = await build({
    entryPoints: ['runtime/main.ts'],
    outfile,
    bundle: true,
    // Names are kept: stack traces show them, and restoring them costs a call per created function.
    minifyWhitespace: true,
    minifySyntax: true,
    platform: 'node',
    target: 'node20',
    // Not ESM: the loader takes 3 to 4 MB.
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
