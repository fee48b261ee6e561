// What can be imported: of the package by the `exports` of package.json, of each package in packages/ by its own.
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

const readJson = (path) => JSON.parse(readFileSync(path, 'utf8'));

/** The files of a folder and the folders in it, without tests. */
const filesIn = (folder, end) =>
  readdirSync(folder, { recursive: true, encoding: 'utf8' })
    .filter((name) => name.endsWith(end) && !name.startsWith('test/'))
    .map((name) => join(folder, name));

/** Sources, which are there before the imports are compiled. Tekton's are not published. */
const imports = () => filesIn('imports', '.ts').filter((name) => !name.includes('tekton.dev'));

const exportsOf = (name) =>
  Object.values(readJson(`packages/${name}/package.json`).exports).flatMap((target) =>
    target.includes('*')
      ? filesIn(`build/packages/${name}`, '.d.ts')
      : [join('build/packages', name, target.replace(/\.ts$/, '.d.ts'))],
  );

/** The declaration that `npm run build` writes; the published one is a copy. */
const compiled = ({ require: { types } }) => types.replace('/library/', '/');

/**
 * Declarations by what they are the entry points of. `npm run build` writes those in build/.
 *
 * @returns the constructs, which have a reference page; the imports; and all others with their names
 */
export function entryPoints() {
  const { '.': main, './imports/*': _, ...others } = readJson('package.json').exports;
  const typed = Object.entries(others).flatMap(([name, target]) =>
    target.require ? [[name, [compiled(target)]]] : [],
  );
  const packages = readdirSync('packages').map((name) => [`packages/${name}`, exportsOf(name)]);
  return { constructs: [compiled(main)], imports: imports(), others: [...typed, ...packages] };
}
