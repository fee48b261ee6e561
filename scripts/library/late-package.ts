import { createRequire } from 'node:module';
import type { Plugin } from 'esbuild';

const namespace = 'late-package';

/**
 * Makes a bundle load a package when the first of its exports is used, not when the bundle is loaded: projects that use
 * nothing of it need not have it, and need not wait for it. The package must have no exports that a module uses while it loads.
 */
export const latePackage = (name: string): Plugin => ({
  name: `${namespace}-${name}`,
  setup({ onResolve, onLoad }) {
    const filter = new RegExp(`^${name}$`);
    onResolve({ filter }, ({ namespace: from }) =>
      from === namespace ? { path: name, external: true } : { path: name, namespace },
    );
    onLoad({ filter, namespace }, () => ({ contents: lateModule(name), resolveDir: '.' }));
  },
});

/** A CommonJS module with a getter for each export. */
function lateModule(name: string): string {
  const exported = Object.keys(createRequire(import.meta.url)(name) as object).filter((key) => /^\w+$/.test(key));
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
