import { chmod } from 'node:fs/promises';
import { build } from 'esbuild';

/** `build/controller.mjs`: the controller as one file that needs nothing but Node.js; what the Containerfile copies. */
const outfile = 'build/controller.mjs';

await build({
  entryPoints: ['runtime/main.ts'],
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
await chmod(outfile, 0o755);
