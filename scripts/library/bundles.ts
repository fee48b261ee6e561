import { join } from 'node:path';
import { type BuildOptions, build, type Plugin } from 'esbuild';
import { writeSbom } from '../sbom.js';
import { embeddedCluster, entries } from './entries.js';
import { latePackage } from './late-package.js';
import { lateSchemas } from './late-schemas.js';

/** Packages that the library shares with its user, and what package.json names as dependencies. All others are in the bundles. */
const external = ['cdk8s', 'constructs', 'ws'];

/** What most programs do not need: the first is also optional, the others take as long to load as everything else. */
const late = ['cdk8s-plus-28', 'yaml', 'node:child_process'];

const options = {
  bundle: true,
  platform: 'node',
  target: 'node20',
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
  const plugins = [lateSchemas, embeddedClusterBeside, ...late.map(latePackage)];
  const sources = [...entries(), [embeddedCluster.path, embeddedCluster.source] as const];
  const built = await Promise.all(
    sources.map(([path, source]) =>
      build({ ...options, plugins, entryPoints: [source], outfile: join(folder, `${path}.js`) }),
    ),
  );
  const outputs = built.flatMap(({ metafile }) => Object.values(metafile.outputs));
  const files = outputs.flatMap(({ inputs }) => Object.keys(inputs));
  writeSbom(join(folder, 'library.cdx.json'), 'library', files);
}
