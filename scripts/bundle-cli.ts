import { chmod, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { build } from 'esbuild';
import { kubectlCompleter } from '../cli/completion/scripts.js';
import { writeSbom } from './sbom.js';

/**
 * Writes the plugin, `kubectl-task`, as one executable file that needs nothing but Node.js, and beside it the program
 * that kubectl asks to complete `kubectl task`, and the SBOM of the plugin.
 *
 * @returns the names of the packages in it, sorted
 */
export async function bundleCli(folder: string): Promise<readonly string[]> {
  const outfile = join(folder, 'kubectl-task');
  const { metafile } = await build({
    entryPoints: ['cli/main.ts'],
    outfile,
    bundle: true,
    minify: true,
    keepNames: true,
    platform: 'node',
    target: 'node20',
    format: 'esm',
    // CommonJS packages inside the bundle call require for Node's own modules.
    banner: { js: "import { createRequire } from 'node:module';const require = createRequire(import.meta.url);" },
    metafile: true,
    logLevel: 'warning',
  });
  const completer = join(folder, 'kubectl_complete-task');
  await writeFile(completer, kubectlCompleter);
  for (const file of [outfile, completer]) await chmod(file, 0o755);
  const files = Object.values(metafile.outputs).flatMap(({ inputs }) => Object.keys(inputs));
  writeSbom(`${outfile}.cdx.json`, 'kubectl-task', files);
  const packages = Object.keys(metafile.inputs).flatMap(
    (file) => /node_modules\/((?:@[^/]+\/)?[^/]+)/.exec(file)?.[1] ?? [],
  );
  return [...new Set(packages)].sort();
}

if (process.argv[1] === fileURLToPath(import.meta.url)) await bundleCli('build');
