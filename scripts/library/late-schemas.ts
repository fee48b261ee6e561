import type { Plugin } from 'esbuild';
import type { CustomResourceDefinition } from '../../api/custom-resource-definition.js';
import { crds } from '../../api/generated/crds.js';

/** Our definitions without their schemas, which are most of a bundle: each is a text that is parsed when it is first read. */
export const lateSchemas: Plugin = {
  name: 'late-schemas',
  setup: ({ onLoad }) =>
    onLoad({ filter: /\/api\/generated\/crds\.ts$/ }, () => ({
      contents: `const late = (text) => { let schema; return { get openAPIV3Schema() { return (schema ??= JSON.parse(text)); } }; };
export const crds = {
${Object.entries(crds)
  .map(([kind, crd]) => `  ${kind}: ${definition(crd)},\n`)
  .join('')}};
`,
      loader: 'js',
    })),
};

function definition({ spec, ...rest }: CustomResourceDefinition): string {
  const versions = spec.versions.map(({ schema, ...version }) => {
    const text = JSON.stringify(JSON.stringify(schema.openAPIV3Schema));
    return `{ ...${JSON.stringify(version)}, schema: late(${text}) }`;
  });
  return `{ ...${JSON.stringify(rest)}, spec: { ...${JSON.stringify({ ...spec, versions: undefined })}, versions: [${versions.join(', ')}] } }`;
}
