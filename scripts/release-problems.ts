/** One file of an npm tarball, its path relative to the package. */
export interface PackedFile {
  readonly path: string;
}

/** The part of a `package.json` that names the package and its entries. */
export interface PackageManifest {
  readonly name: string;
  readonly main?: string;
  readonly types?: string;
  readonly typesVersions?: object;
  readonly exports?: object;
  readonly bin?: object;
}

/** Places whose version differs from `package.json`; `undefined` means that a place has no version. */
export function versionProblems(version: string, places: Readonly<Record<string, string | undefined>>): string[] {
  return Object.entries(places)
    .filter(([, named]) => named !== version)
    .map(([place, named]) => `${place}: names version ${named ?? 'none'}; package.json says ${version}`);
}

/** Files that a tarball may hold, and files that it needs besides the entries of its `package.json`. */
export interface PackageContents {
  readonly published: readonly RegExp[];
  readonly needed: readonly string[];
}

/** Constructs, CRDs and programs. */
export const kubetaskContents: PackageContents = {
  published: [
    /^(package\.json|README\.md|LICENSE)$/,
    // The pages that the README links to.
    /^(docs\/.*\.md|(ARCHITECTURE|CHANGELOG|CONTRIBUTING|DECISIONS|SECURITY)\.md)$/,
    // The constructs, the types of our CRDs, and the executors: a bundle of each, and the types that it needs.
    /^build\/library\/(constructs|executors)\/index\.(js|mjs|d\.mts)$/,
    /^build\/library\/imports\/(kubetask\.io|beeai\.dev)\.(js|mjs|d\.mts)$/,
    /^build\/library\/(executors\/embedded-cluster\.js|package\.json|library\.cdx\.json)$/,
    // What the constructs load on first use, and what both bundles have in common.
    /^build\/library\/(constructs\/(late|shared)\.js|packages\/(cel-js|js-yaml)\.js|schemas\/[^/]+\.json)$/,
    /^build\/library\/(api|plan|constructs|executors|imports|runtime\/pod|packages\/[^/]+)\/(?!test\/).*\.d\.ts$/,
    /^(api\/crds\/.*\.yaml|api\/generated\/kubetask\.schema\.json|dist\/crds\.k8s\.yaml)$/,
    // The programs, and the files that `kubetask local` reads.
    /^build\/(kubectl_complete-task|kubectl-task(-local)?(\.mjs|\.cdx\.json)?|kubectl-task-kaniko\.mjs)$/,
    /^(images\/echo-agent\/echo-agent\.sh|images\/fetch\/(fetch|git-tokens)\.mjs|imports\/crds\/tekton\.dev\/.*\.yaml)$/,
  ],
  // Files that the executors and `kubetask local` need and package.json does not name.
  needed: [
    'build/library/package.json',
    'build/library/executors/embedded-cluster.js',
    'build/library/constructs/late.js',
    'build/library/constructs/shared.js',
    'build/library/packages/cel-js.js',
    'build/library/packages/js-yaml.js',
    'build/library/schemas/types.json',
    'build/kubectl-task-local.mjs',
    'build/kubectl-task-kaniko.mjs',
    'images/echo-agent/echo-agent.sh',
    'images/fetch/fetch.mjs',
    'images/fetch/git-tokens.mjs',
    'imports/crds/tekton.dev/task.yaml',
  ],
};

/** The embedded cluster as compiled modules, with the modules that it uses of other packages. */
export const embeddedClusterContents: PackageContents = {
  published: [
    /^(package\.json|README\.md|LICENSE|examples\/[^/]+\.ts)$/,
    /^lib\/(embedded-cluster|structural-schema|kubernetes-conventions|work-queue)\/(?!test\/).*\.(js|d\.ts)$/,
  ],
  needed: ['README.md', 'LICENSE', 'examples/greeting.ts', 'lib/embedded-cluster/stand-in/main.js'],
};

/** Files that the tarball lacks, such as targets of `exports` and `bin`, and files that do not belong in it. */
export function packageProblems(
  manifest: PackageManifest,
  files: readonly PackedFile[],
  contents: PackageContents,
): string[] {
  const paths = files.map(({ path }) => path);
  const { name, main, types, typesVersions, exports, bin } = manifest;
  const entries = targets([main, types, typesVersions, exports, bin]);
  const missing = [...new Set([...entries, ...contents.needed])].filter(
    (target) => !paths.some((path) => matches(target, path)),
  );
  return [
    ...missing.map((target) => `npm package ${name}: ${target} is needed but not packed`),
    ...paths
      .filter((path) => !contents.published.some((pattern) => pattern.test(path)))
      .map((path) => `npm package ${name}: ${path} is packed; add it to "files" with "!"`),
  ];
}

/** All strings in a nested value. */
const targets = (value: unknown): string[] =>
  typeof value === 'string' ? [value.replace(/^\.\//, '')] : Object.values(value ?? {}).flatMap(targets);

function matches(target: string, path: string): boolean {
  const [head = '', tail] = target.split('*');
  return tail === undefined ? path === head : path.startsWith(head) && path.endsWith(tail);
}
