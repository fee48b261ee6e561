import { createRequire } from 'node:module';
import type { Plugin } from 'esbuild';

const namespace = 'optional-package';

/**
 * Makes a bundle load a package when the first of its exports is used, not when the bundle is loaded: projects that use
 * nothing of it need not have it, and need not wait for it.
 */
export const optionalPackage = (name: string): Plugin => ({
  name: `${namespace}-${name}`,
  setup({ onResolve, onLoad }) {
    const filter = new RegExp(`^${name}$`);
    onResolve({ filter }, ({ importer, namespace: from }) =>
      from === namespace ? { path: name, external: true } : { path: name, namespace, pluginData: importer },
    );
    onLoad({ filter, namespace }, () => ({ contents: lazyModule(name), resolveDir: '.' }));
  },
});

/** A CommonJS module with a getter for each export. */
function lazyModule(name: string): string {
  const exported = Object.keys(createRequire(import.meta.url)(name) as object);
  const getters = exported.map((key) => `  get ${key}() { return load().${key}; },\n`);
  return `function load() {
  try {
    return require(${JSON.stringify(name)});
  } catch (error) {
    if (error?.code !== 'MODULE_NOT_FOUND') throw error;
    throw new Error('Cannot create this construct without ${name}: run npm install ${name}', { cause: error });
  }
}
module.exports = {
${getters.join('')}};
`;
}
