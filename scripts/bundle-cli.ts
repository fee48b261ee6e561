import { chmod, mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { type BuildOptions, build, type Metafile, type Plugin } from 'esbuild';
import { kubectlCompleter } from '../cli/completion/scripts.js';
import { ascii } from './ascii.js';
import { writeSbom } from './sbom.js';

const options = {
  bundle: true,
  // Names are kept: stack traces show them, and restoring them costs a call per created function.
  minifyWhitespace: true,
  minifySyntax: true,
  platform: 'node',
  target: 'node20',
  format: 'esm',
  // CommonJS packages in the bundle call require for Node.js modules.
  banner: { js: "import { createRequire } from 'node:module';const require = createRequire(import.meta.url);" },
  metafile: true,
  logLevel: 'warning',
} as const satisfies BuildOptions;

/** `kubectl task local` with the embedded cluster and the reconcilers; no other command loads it. */
const local = 'kubectl-task-local.mjs';

const localBeside: Plugin = {
  name: 'local-beside',
  setup: ({ onResolve }) =>
    onResolve({ filter: /^\.\/entry\.js$/ }, ({ kind }) =>
      kind === 'dynamic-import' ? { path: `./${local}`, external: true } : undefined,
    ),
};

/**
 * Writes the plugin, `kubectl-task`, as one executable file that needs only Node.js, and next to it what
 * `kubectl task local` needs, the completion program of kubectl for `kubectl task`, and the SBOMs.
 *
 * @returns the names of the packages in the plugin itself, sorted
 */
export async function bundleCli(folder: string): Promise<readonly string[]> {
  const outfile = join(folder, 'kubectl-task');
  const { metafile, outputFiles } = await build({
    ...options,
    entryPoints: ['cli/main.ts'],
    outfile,
    plugins: [localBeside],
    write: false,
  });
  await mkdir(folder, { recursive: true });
  await writeFile(outfile, ascii(outputFiles[0]?.text ?? ''));
  await bundleLocal(folder);
  const completer = join(folder, 'kubectl_complete-task');
  await writeFile(completer, kubectlCompleter);
  for (const file of [outfile, completer]) await chmod(file, 0o755);
  writeSbom(`${outfile}.cdx.json`, 'kubectl-task', filesIn(metafile));
  const packages = Object.keys(metafile.inputs).flatMap(
    (file) => /node_modules\/((?:@[^/]+\/)?[^/]+)/.exec(file)?.[1] ?? [],
  );
  return [...new Set(packages)].sort();
}

async function bundleLocal(folder: string): Promise<void> {
  const outfile = join(folder, local);
  const { metafile } = await build({ ...options, entryPoints: ['cli/local/entry.ts'], outfile });
  writeSbom(join(folder, 'kubectl-task-local.cdx.json'), 'kubectl-task-local', filesIn(metafile));
  const kaniko = join(folder, 'kubectl-task-kaniko.mjs');
  await build({ ...options, entryPoints: ['packages/embedded-cluster/stand-in/main.ts'], outfile: kaniko });
}

const filesIn = ({ outputs }: Metafile): string[] =>
  Object.values(outputs).flatMap(({ inputs }) => Object.keys(inputs));

if (process.argv[1] === fileURLToPath(import.meta.url)) await bundleCli('build');
