import { build, type Plugin } from 'esbuild';

const namespace = 'late-package';

/** Where the bundle finds a package when it needs it. */
export interface LatePackage {
  readonly name: string;
  /** A bundle of its own, relative to the bundle that loads it; absent if the project has the package, or Node.js. */
  readonly chunk?: string;
}

/**
 * Makes a bundle load a package when the first of its exports is used, not when the bundle is loaded: projects that use
 * nothing of it need not have it, and need not wait for it. The package must have no exports that a module uses while it loads.
 *
 * @param names the exports that the bundle uses
 */
export const latePackage = ({ name, chunk }: LatePackage, names: readonly string[]): Plugin => ({
  name: `${namespace}-${name}`,
  setup({ onResolve, onLoad }) {
    const filter = new RegExp(`^${name}$`);
    const path = chunk ?? name;
    onResolve({ filter: /.*/, namespace }, ({ path: wanted }) =>
      wanted === path ? { path, external: true } : undefined,
    );
    onResolve({ filter }, ({ namespace: from }) => (from === namespace ? undefined : { path: name, namespace }));
    onLoad({ filter, namespace }, () => ({ contents: lateModule(name, path, names), resolveDir: '.' }));
  },
});

/** A CommonJS module with a getter for each export. */
const lateModule = (name: string, path: string, names: readonly string[]): string => `function load() {
  try {
    return require(${JSON.stringify(path)});
  } catch (error) {
    if (error?.code !== 'MODULE_NOT_FOUND') throw error;
    throw new Error('Cannot create this construct without ${name}: run npm install ${name}', { cause: error });
  }
}
module.exports = {
${names.map((one) => `  get ${one}() { return load().${one}; },\n`).join('')}};
`;

/** What a program uses of some packages, sorted, by package. */
export async function importedNames(source: string, packages: readonly string[]): Promise<Map<string, string[]>> {
  const { outputFiles } = await build({
    entryPoints: [source],
    bundle: true,
    platform: 'node',
    format: 'esm',
    packages: 'external',
    write: false,
    logLevel: 'warning',
  });
  const text = outputFiles.map((file) => file.text).join('\n');
  return new Map(packages.map((name) => [name, namesOf(name, text)]));
}

function namesOf(name: string, text: string): string[] {
  const imports = [...text.matchAll(new RegExp(`^import ([^;]*?) from "${name}";$`, 'gm'))].map(
    ([, list = '']) => list,
  );
  const other = imports.find((list) => !list.startsWith('{'));
  if (other !== undefined) throw new Error(`Cannot load ${name} late: import its exports by name, not as ${other}`);
  const names = imports.flatMap((list) => (list.match(/[^{},]+/g) ?? []).map((one) => one.trim().split(' ')[0] ?? ''));
  return [...new Set(names)].filter((one) => one !== '').sort();
}
