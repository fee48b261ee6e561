import { chmod, writeFile } from 'node:fs/promises';
import { build } from 'esbuild';
import { kubectlCompleter } from '../cli/completion/scripts.js';

/** `build/kubectl-task`: the plugin as one executable file that needs nothing but Node.js. */
const outfile = 'build/kubectl-task';

await build({
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
  logLevel: 'warning',
});
await chmod(outfile, 0o755);

// What kubectl asks to complete `kubectl task`; it has to lie beside the plugin on the PATH.
const completer = 'build/kubectl_complete-task';
await writeFile(completer, kubectlCompleter);
await chmod(completer, 0o755);
