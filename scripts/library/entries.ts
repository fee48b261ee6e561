import { readdirSync } from 'node:fs';

/** What the npm package exports, by the path of its bundle: `import 'kubetask'` and `import 'kubetask/executors'`. */
const libraries: Readonly<Record<string, string>> = {
  'constructs/index': 'constructs/index.ts',
  'executors/index': 'executors/index.ts',
};

/** Loaded by the executors when a planned task runs; it has no types of its own. */
export const embeddedCluster = {
  path: 'executors/embedded-cluster',
  source: 'packages/embedded-cluster/index.ts',
} as const;

/** The types and constructs of our CRDs: `import 'kubetask/imports/kubetask.io'`. Tekton's are not published. */
const imports = (): string[] =>
  readdirSync('imports')
    .filter((file) => file.endsWith('.ts') && !file.startsWith('tekton.dev'))
    .map((file) => `imports/${file.slice(0, -'.ts'.length)}`);

/** Everything that can be imported: the path in the library without its extension, and the source. */
export const entries = (): [path: string, source: string][] => [
  ...Object.entries(libraries),
  ...imports().map((path): [string, string] => [path, `${path}.ts`]),
];
