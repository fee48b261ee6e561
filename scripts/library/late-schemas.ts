import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Plugin } from 'esbuild';
import type { CustomResourceDefinition } from '../../api/custom-resource-definition.js';
import { crds } from '../../api/generated/crds.js';

const folder = 'schemas';

/** Our definitions without their schemas, which are most of a bundle: each is a file that is read when it is first used. */
export const lateSchemas: Plugin = {
  name: 'late-schemas',
  setup: ({ onLoad, onResolve }) => {
    onResolve({ filter: new RegExp(`^\\.\\./${folder}/`) }, ({ path }) => ({ path, external: true }));
    onLoad({ filter: /\/api\/generated\/crds\.ts$/ }, () => ({
      contents: `const late = (load) => { let schema; return { get openAPIV3Schema() { return (schema ??= load()); } }; };
export const crds = {
${Object.entries(crds)
  .map(([kind, crd]) => `  ${kind}: ${definition(crd)},\n`)
  .join('')}};
`,
      loader: 'js',
    }));
  },
};

/** The files of the schemas, below the folder of the library. */
export function writeSchemas(library: string): void {
  mkdirSync(join(library, folder), { recursive: true });
  for (const { spec } of Object.values(crds) as CustomResourceDefinition[])
    for (const { name, schema } of spec.versions)
      writeFileSync(join(library, folder, file(spec, name)), JSON.stringify(schema.openAPIV3Schema));
}

const file = ({ names }: CustomResourceDefinition['spec'], version: string) => `${names.kind}-${version}.json`;

function definition({ spec, ...rest }: CustomResourceDefinition): string {
  const versions = spec.versions.map(({ schema: _, ...version }) => {
    const path = JSON.stringify(`../${folder}/${file(spec, version.name)}`);
    return `{ ...${JSON.stringify(version)}, schema: late(() => require(${path})) }`;
  });
  return `{ ...${JSON.stringify(rest)}, spec: { ...${JSON.stringify({ ...spec, versions: undefined })}, versions: [${versions.join(', ')}] } }`;
}
