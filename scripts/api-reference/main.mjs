// `docs/constructs-reference.md`: every public export of the package, from the docstrings in build/constructs/.
// Exits with 1 and lists what has no docstring if less than 95 % of the exports of a public entry point have one.
import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { Application } from 'typedoc';
import { exportsAndMembers, exportsAndMethods, isDocumented } from './documented.mjs';
import { entryPoints } from './entry-points.mjs';

const { constructs, imports, others } = entryPoints();
const folder = mkdtempSync(join(tmpdir(), 'api-reference-'));
const shared = {
  logLevel: 'Error',
  excludePrivate: true,
  excludeProtected: true,
  excludeExternals: true,
  disableSources: true,
  skipErrorChecking: true,
};

/** Options of typedoc for some entry points. */
function of(files) {
  // TypeDoc remembers a tsconfig by its path.
  const tsconfig = join(folder, `${readdirSync(folder).length}.json`);
  const compilerOptions = { module: 'nodenext', target: 'es2023', types: [], skipLibCheck: true, noEmit: true };
  const paths = files.map((file) => resolve(file));
  writeFileSync(tsconfig, JSON.stringify({ compilerOptions, files: paths }));
  return { ...shared, entryPoints: paths, tsconfig };
}

const convert = async (files) => (await Application.bootstrap(of(files))).convert();

const table = 'table';
const app = await Application.bootstrapWithPlugins({
  ...of(constructs),
  plugin: ['typedoc-plugin-markdown'],
  outputs: [{ name: 'markdown', path: folder }],
  outputFileStrategy: 'modules',
  entryFileName: 'reference.md',
  name: 'Constructs reference',
  hideBreadcrumbs: true,
  hidePageHeader: true,
  readme: 'none',
  parametersFormat: table,
  interfacePropertiesFormat: table,
  classPropertiesFormat: table,
  propertiesFormat: table,
  typeDeclarationFormat: table,
});
const project = await app.convert();
if (!project) process.exit(1);

await app.generateOutputs(project);
const head = '<!-- Written by `npm run reference` from the docstrings in constructs/. Do not edit. -->\n\n';
writeFileSync('docs/constructs-reference.md', head + readFileSync(join(folder, 'reference.md'), 'utf8'));

const results = [isDocumented('constructs', project, exportsAndMembers)];
for (const [name, files, kinds] of [
  ['imports', imports, exportsAndMembers],
  ...others.map(([name, files]) => [name, files, exportsAndMethods]),
]) {
  results.push(isDocumented(name, await convert(files), kinds));
}
rmSync(folder, { recursive: true });
if (results.includes(false)) process.exit(1);
