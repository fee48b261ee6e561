import { mkdirSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { build, type Plugin } from 'esbuild';

/**
 * Of the Kubernetes client only what reads a kubeconfig. It is imported dynamically, which keeps every export of every
 * module that it names, and its thousand generated classes would be nine tenths of the bundle.
 */
const kubeconfigAlone: Plugin = {
  name: 'kubeconfig-alone',
  setup({ onResolve, onLoad }) {
    const dist = dirname(createRequire(import.meta.url).resolve('@kubernetes/client-node'));
    const contents: Readonly<Record<string, string>> = {
      '@kubernetes/client-node': "export { KubeConfig } from './config.js';",
      './gen/index.js':
        "export { createConfiguration } from './gen/configuration.js'; export { ServerConfiguration } from './gen/servers.js';",
    };
    onResolve({ filter: /^@kubernetes\/client-node$/ }, ({ path }) => ({ path, namespace: 'kubeconfig-alone' }));
    onLoad({ filter: /.*/, namespace: 'kubeconfig-alone' }, ({ path }) => ({
      contents: contents[path] ?? '',
      resolveDir: dist,
    }));
    onResolve({ filter: /^\.\/gen\/index\.js$/ }, ({ importer, path }) =>
      dirname(importer) === dist ? { path, namespace: 'kubeconfig-alone' } : undefined,
    );
    onResolve({ filter: /^\./ }, ({ importer, path, resolveDir }) =>
      importer.startsWith(dist) ? { path: join(resolveDir, path), sideEffects: false } : undefined,
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
    plugins: [kubeconfigAlone, nodeUrl],
    metafile: true,
    write: false,
    logLevel: 'warning',
  });
  mkdirSync(dirname(outfile), { recursive: true });
  writeFileSync(outfile, ascii(outputFiles[0]?.text ?? ''));
  const files = Object.values(metafile.outputs).flatMap(({ inputs }) => Object.keys(inputs));
  return new Set(files.flatMap((file) => /node_modules\/((?:@[^/]+\/)?[^/]+)/.exec(file)?.[1] ?? []));
}

/** One letter beyond Latin 1, such as the mu of a regular expression, and V8 keeps the whole source in twice the memory. */
const ascii = (source: string): string =>
  source.replace(/[^\0-\x7f]/g, (letter) => `\\u${letter.charCodeAt(0).toString(16).padStart(4, '0')}`);
