import { mkdirSync, writeFileSync } from 'node:fs';
import { basename, dirname, join } from 'node:path';
import { type BuildOptions, type BuildResult, build, type Plugin, transform } from 'esbuild';
import { writeSbom } from '../sbom.js';
import { embeddedCluster, entries } from './entries.js';
import { importedNames, type LatePackage, latePackage } from './late-package.js';
import { lateRoom, lateRoomPlugin } from './late-room.js';
import { lateSchemas, writeSchemas } from './late-schemas.js';
import { lateTables, writeTables } from './late-tables.js';

/** Packages that the library shares with its user, and what package.json names as dependencies. All others are in the bundles. */
const external = ['cdk8s', 'constructs', 'ws'];

/** What most programs do not need: the first is also optional, the others take as long to load as everything else. */
const latePackages: readonly LatePackage[] = [
  { name: 'cdk8s-plus-28' },
  { name: 'yaml' },
  { name: 'node:child_process' },
  { name: 'js-yaml', chunk: '../packages/js-yaml.js' },
  { name: '@marcbachmann/cel-js', chunk: '../packages/cel-js.js' },
];

const target = 'node20';
const options = {
  bundle: true,
  platform: 'node',
  target,
  // One instance of every class, whether a project imports or requires it.
  format: 'cjs',
  // Jest cannot run `import()` in a CommonJS project.
  supported: { 'dynamic-import': false },
  external,
  metafile: true,
  logLevel: 'warning',
} as const satisfies BuildOptions;

const embeddedClusterBeside: Plugin = {
  name: 'embedded-cluster-beside',
  setup: ({ onResolve }) =>
    onResolve({ filter: /\/embedded-cluster\/index\.js$/ }, ({ kind }) =>
      kind === 'dynamic-import' ? { path: './embedded-cluster.js', external: true } : undefined,
    ),
};

/** Writes the CommonJS bundles of everything that can be imported, and the list of the packages in them. */
export async function writeBundles(folder: string): Promise<void> {
  writeSchemas(folder);
  writeTables(folder);
  const sources = [...entries(), [embeddedCluster.path, embeddedCluster.source] as const];
  const built = [
    ...(await Promise.all(sources.map(([path, source]) => writeBundle(folder, path, source)))),
    ...(await writePackages(
      folder,
      sources.map(([, source]) => source),
    )),
  ];
  const outputs = built.flatMap(({ metafile }) => Object.values(metafile?.outputs ?? {}));
  const files = outputs.flatMap(({ inputs }) => Object.keys(inputs));
  writeSbom(join(folder, 'library.cdx.json'), 'library', files);
}

async function writeBundle(folder: string, path: string, source: string): Promise<BuildResult> {
  const names = await importedNames(
    source,
    latePackages.map(({ name }) => name),
  );
  const late = latePackages.map((one) => latePackage(one, names.get(one.name) ?? []));
  const plugins = [lateSchemas, lateTables, embeddedClusterBeside, ...late];
  if (path === 'constructs/index') return writeRooms(join(folder, path), source, plugins);
  return build({ ...options, plugins, entryPoints: [source], outfile: join(folder, `${path}.js`) });
}

/** In three files: what is loaded at once, what is loaded late, and what both need. */
async function writeRooms(path: string, source: string, plugins: readonly Plugin[]): Promise<BuildResult> {
  const built = await build({
    ...options,
    format: 'esm',
    splitting: true,
    write: false,
    plugins: [lateRoomPlugin, ...plugins],
    entryPoints: { [basename(path)]: source, [basename(lateRoom.file, '.js')]: lateRoom.entry },
    outdir: dirname(path),
    chunkNames: 'shared',
  });
  mkdirSync(dirname(path), { recursive: true });
  for (const { path: file, text } of built.outputFiles) {
    const { code } = await transform(text, { format: 'cjs', platform: 'node', target });
    // What esbuild puts around `require` in an ES module hides it from other bundlers.
    writeFileSync(file, code.replaceAll('__require(', 'require('));
  }
  return built;
}

/** The packages that bundles load late, with what is used of them. */
async function writePackages(folder: string, sources: readonly string[]): Promise<BuildResult[]> {
  const chunks = latePackages.filter(({ chunk }) => chunk !== undefined);
  const used = await Promise.all(
    sources.map((source) =>
      importedNames(
        source,
        chunks.map(({ name }) => name),
      ),
    ),
  );
  return Promise.all(
    chunks.map(({ name, chunk = '' }) => {
      const names = [...new Set(used.flatMap((of) => of.get(name) ?? []))].sort();
      const contents = `export { ${names.join(', ')} } from '${name}';`;
      return build({ ...options, stdin: { contents, resolveDir: '.' }, outfile: join(folder, 'constructs', chunk) });
    }),
  );
}
