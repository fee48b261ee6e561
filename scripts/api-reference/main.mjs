// `docs/constructs-reference.md`: every public export of the package, from the docstrings in build/constructs/.
// Exits with 1 and lists what has no docstring if less than 95 % of the exports and their members have one.
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { Application, ReflectionKind } from 'typedoc';

const WANTED_PERCENT = 95;
const folder = mkdtempSync(join(tmpdir(), 'api-reference-'));
const tsconfig = join(folder, 'tsconfig.json');
writeFileSync(
  tsconfig,
  JSON.stringify({
    compilerOptions: { module: 'nodenext', target: 'es2023', types: [], skipLibCheck: true, noEmit: true },
    files: [resolve('build/constructs/index.d.ts')],
  }),
);

const table = 'table';
const app = await Application.bootstrapWithPlugins({
  entryPoints: [resolve('build/constructs/index.d.ts')],
  tsconfig,
  plugin: ['typedoc-plugin-markdown'],
  logLevel: 'Error',
  outputs: [{ name: 'markdown', path: folder }],
  outputFileStrategy: 'modules',
  entryFileName: 'reference.md',
  name: 'Constructs reference',
  hideBreadcrumbs: true,
  hidePageHeader: true,
  readme: 'none',
  excludePrivate: true,
  excludeProtected: true,
  excludeExternals: true,
  disableSources: true,
  skipErrorChecking: true,
  parametersFormat: table,
  interfacePropertiesFormat: table,
  classPropertiesFormat: table,
  propertiesFormat: table,
  typeDeclarationFormat: table,
});
const project = await app.convert();
if (!project) process.exit(1);

/** Exports and members of classes and interfaces, without members of literal types. */
const documentable = project
  .getReflectionsByKind(
    ReflectionKind.SomeType |
      ReflectionKind.Class |
      ReflectionKind.FunctionOrMethod |
      ReflectionKind.Variable |
      ReflectionKind.Property,
  )
  .filter((one) => !one.getFullName().includes('__type') && !one.flags.isInherited && !one.flags.isExternal);
const hasDocs = (one) => one.hasComment() || (one.signatures ?? []).some((signature) => signature.hasComment());
const undocumented = documentable.filter((one) => !hasDocs(one));
const percent = (100 * (documentable.length - undocumented.length)) / documentable.length;

await app.generateOutputs(project);
const head = '<!-- Written by `npm run reference` from the docstrings in constructs/. Do not edit. -->\n\n';
writeFileSync('docs/constructs-reference.md', head + readFileSync(join(folder, 'reference.md'), 'utf8'));
rmSync(folder, { recursive: true });

console.log(`${percent.toFixed(1)} % of ${documentable.length} public exports and members have a docstring`);
if (percent < WANTED_PERCENT) {
  console.error(
    `wanted: ${WANTED_PERCENT} %. Without one:\n${undocumented.map((one) => `  ${one.getFullName()}`).join('\n')}`,
  );
  process.exit(1);
}
