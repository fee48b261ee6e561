import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { build, type Plugin } from 'esbuild';

/**
 * Of the Kubernetes client only what reads a kubeconfig. It is imported dynamically, which keeps every export, and its
 * thousand generated classes are nine tenths of the bundle.
 */
const kubeconfigAlone: Plugin = {
  name: 'kubeconfig-alone',
  setup({ onResolve, onLoad }) {
    const dist = dirname(createRequire(import.meta.url).resolve('@kubernetes/client-node'));
    onResolve({ filter: /^@kubernetes\/client-node$/ }, ({ path }) => ({ path, namespace: 'kubeconfig-alone' }));
    onLoad({ filter: /.*/, namespace: 'kubeconfig-alone' }, () => ({
      contents: `export { KubeConfig } from ${JSON.stringify(join(dist, 'config.js'))};`,
      resolveDir: dist,
    }));
    onResolve({ filter: /^\./ }, ({ importer, path }) =>
      importer.startsWith(dist) ? { path: join(dirname(importer), path), sideEffects: false } : undefined,
    );
  },
};

/**
 * Reading a kubeconfig may fetch a token, with a package that brings its own URL: 265 KB of tables, and a warning at each
 * start since Node.js 21. Node.js has its own.
 */
const nodeUrl: Plugin = {
  name: 'node-url',
  setup({ onResolve, onLoad }) {
    onResolve({ filter: /^whatwg-url$/ }, ({ path }) => ({ path, namespace: 'node-url' }));
    onLoad({ filter: /.*/, namespace: 'node-url' }, () => ({ contents: `module.exports = { URL };` }));
  },
};

/** Writes the controller as one file that needs nothing but Node.js; resolves with the names of the packages in it. */
export async function bundleController(outfile: string): Promise<ReadonlySet<string>> {
  const { metafile } = await build({
    entryPoints: ['runtime/main.ts'],
    outfile,
    bundle: true,
    // Not the names: a stack trace shows them, and to restore them costs a call per function that is made.
    minifyWhitespace: true,
    minifySyntax: true,
    platform: 'node',
    target: 'node20',
    format: 'esm',
    // CommonJS packages inside the bundle call require for Node's own modules.
    banner: { js: "import { createRequire } from 'node:module';const require = createRequire(import.meta.url);" },
    plugins: [kubeconfigAlone, nodeUrl],
    metafile: true,
    logLevel: 'warning',
  });
  const files = Object.values(metafile.outputs).flatMap(({ inputs }) => Object.keys(inputs));
  return new Set(files.flatMap((file) => /node_modules\/((?:@[^/]+\/)?[^/]+)/.exec(file)?.[1] ?? []));
}
