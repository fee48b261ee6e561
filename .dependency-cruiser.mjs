/** The import arrows of ARCHITECTURE.md, checked by a machine: a folder may import itself and what its rule names. */
const arrows = {
  packages: [],
  api: ['packages'],
  plan: ['packages', 'api'],
  constructs: ['packages', 'api', 'plan'],
  apps: ['packages', 'api', 'plan', 'constructs', 'imports'],
  runtime: ['packages', 'api', 'plan'],
  executors: ['packages', 'api', 'plan', 'runtime'],
  cli: ['packages', 'api', 'plan', 'executors'],
  wrapper: ['api', 'plan'],
};
const folders = [...Object.keys(arrows), 'imports', 'test', 'bench', 'scripts'];

/** `kubectl task local` runs the reconcilers; that is all that the CLI takes of the controller. */
const reconcilers = '^runtime/start\\.ts$';

const arrowRules = Object.entries(arrows).map(([folder, allowed]) => ({
  name: `arrow-${folder}`,
  comment: `${folder}/ may import only ${[folder, ...allowed].join(', ')}`,
  severity: 'error',
  from: { path: `^${folder}/` },
  to: {
    path: `^(${folders.filter((other) => other !== folder && !allowed.includes(other)).join('|')})/`,
    ...(folder === 'cli' && { pathNot: reconcilers }),
  },
}));

/** What each package may import of the others. */
const packageArrows = {
  'structural-schema': [],
  'yaml-writer': [],
  'work-queue': [],
  'kubernetes-schemas': ['structural-schema'],
  'kubernetes-conventions': ['structural-schema'],
  'kubernetes-client': ['structural-schema', 'kubernetes-conventions', 'work-queue'],
  'embedded-cluster': ['structural-schema', 'work-queue', 'kubernetes-conventions'],
  'stub-model': [],
  'git-token': [],
};

const packageRules = Object.entries(packageArrows).map(([name, allowed]) => ({
  name: `package-${name}`,
  comment: `packages/${name} may import only ${[name, ...allowed].join(', ')}`,
  severity: 'error',
  from: { path: `^packages/${name}/` },
  to: { path: '^packages/', pathNot: `^packages/(${[name, ...allowed].join('|')})/` },
}));

/** The embedded cluster is a package as from a registry: its entries are all that others see. */
const embeddedCluster = '^packages/embedded-cluster/';
const entryRules = [
  {
    name: 'embedded-cluster-by-its-entries',
    comment: 'import packages/embedded-cluster/index.ts, in tests and benchmarks also testing.ts',
    severity: 'error',
    from: {
      path: '^(api|plan|constructs|apps|runtime|executors|cli|scripts|bench|test|packages)/',
      pathNot: embeddedCluster,
    },
    to: { path: embeddedCluster, pathNot: `${embeddedCluster}((index|testing)\\.ts$|test/)` },
  },
  {
    name: 'embedded-cluster-testing-in-tests',
    severity: 'error',
    from: { path: '^(api|plan|constructs|apps|runtime|executors|cli|scripts|packages)/', pathNot: embeddedCluster },
    to: { path: `${embeddedCluster}(testing\\.ts$|test/)` },
  },
];

export default {
  forbidden: [
    ...arrowRules,
    ...packageRules,
    ...entryRules,
    {
      name: 'reconcilers-only-in-local',
      comment: 'only cli/local/ may start the reconcilers',
      severity: 'error',
      from: { path: '^cli/', pathNot: '^cli/local/' },
      to: { path: reconcilers },
    },
    { name: 'no-cycle', severity: 'error', from: {}, to: { circular: true } },
    {
      name: 'pure-no-io',
      comment:
        'api/, plan/, the packages they stand on and every reconcile.ts and policy are pure: no I/O, no environment',
      severity: 'error',
      from: {
        path: '^(api|plan|packages/(kubernetes-conventions|kubernetes-schemas|structural-schema|yaml-writer))/|^runtime/[^/]+/(reconcile[^/]*\\.ts$|policies/)',
        pathNot: '/test/',
      },
      to: { dependencyTypes: ['core'], pathNot: '^(node:)?crypto$' },
    },
    // Packages are judged in build/: compiled, a type-only import is gone and costs nobody anything.
    {
      name: 'runtime-without-cdk8s',
      severity: 'error',
      from: { path: '^build/(api|plan|runtime|executors|packages|cli)/' },
      to: { path: 'node_modules/(cdk8s|cdk8s-plus-28|constructs)/' },
    },
    {
      name: 'client-node-for-types-alone',
      severity: 'error',
      from: {
        path: '^build/(api|plan|constructs|apps|runtime|executors|packages|cli)/',
        // An example shows the client that its reader uses.
        pathNot: '^build/packages/[^/]+/examples/',
      },
      to: { path: 'node_modules/@kubernetes/client-node' },
    },
  ],
  options: {
    parser: 'swc',
    doNotFollow: { path: 'node_modules' },
    exclude: { path: '^build/.*\\.d\\.ts$' },
    tsPreCompilationDeps: true,
  },
};
