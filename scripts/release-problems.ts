/** One file of an npm tarball, its path relative to the package. */
export interface PackedFile {
  readonly path: string;
}

/** Places whose version differs from `package.json`; `undefined` means that a place has no version. */
export function versionProblems(version: string, places: Readonly<Record<string, string | undefined>>): string[] {
  return Object.entries(places)
    .filter(([, named]) => named !== version)
    .map(([place, named]) => `${place}: names version ${named ?? 'none'}; package.json says ${version}`);
}

/** The files that users need. */
const published: readonly RegExp[] = [
  /^(package\.json|README\.md|LICENSE)$/,
  // The constructs, and the types of our CRDs.
  /^build\/(api|plan|constructs|imports|packages\/(structural-schema|kubernetes-conventions))\/.*\.(js|d\.ts)(\.map)?$/,
  /^(api\/crds\/.*\.yaml|dist\/crds\.k8s\.yaml)$/,
  // The programs, and the files that `kubetask local` reads.
  /^build\/(kubectl_complete-task|kubectl-task(-local)?(\.mjs|\.cdx\.json)?|kubectl-task-kaniko\.mjs)$/,
  /^(images\/echo-agent\/echo-agent\.sh|images\/fetch\/fetch\.mjs|imports\/crds\/tekton\.dev\/.*\.yaml)$/,
];

/** Files that `kubetask local` needs and package.json does not name. */
const needed: readonly string[] = [
  'build/kubectl-task-local.mjs',
  'build/kubectl-task-kaniko.mjs',
  'images/echo-agent/echo-agent.sh',
  'images/fetch/fetch.mjs',
  'imports/crds/tekton.dev/task.yaml',
];

/** Files that the tarball lacks, such as targets of `exports` and `bin`, and files that do not belong in it. */
export function packageProblems(manifest: object, files: readonly PackedFile[]): string[] {
  const paths = files.map(({ path }) => path);
  const { exports = {}, bin = {} } = manifest as { exports?: object; bin?: object };
  const missing = [...targets([exports, bin]), ...needed].filter(
    (target) => !paths.some((path) => matches(target, path)),
  );
  return [
    ...missing.map((target) => `npm package: ${target} is needed but not packed`),
    ...paths
      .filter((path) => !published.some((pattern) => pattern.test(path)))
      .map((path) => `npm package: ${path} is packed; add it to "files" with "!"`),
  ];
}

/** All strings in a nested value. */
const targets = (value: unknown): string[] =>
  typeof value === 'string' ? [value.replace(/^\.\//, '')] : Object.values(value ?? {}).flatMap(targets);

function matches(target: string, path: string): boolean {
  const [head = '', tail] = target.split('*');
  return tail === undefined ? path === head : path.startsWith(head) && path.endsWith(tail);
}
