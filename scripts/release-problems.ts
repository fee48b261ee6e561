/** One file of an npm tarball, its path relative to the package. */
export interface PackedFile {
  readonly path: string;
}

/** Where another place of the repository names another version than `package.json`; `undefined` means it names none. */
export function versionProblems(version: string, places: Readonly<Record<string, string | undefined>>): string[] {
  return Object.entries(places)
    .filter(([, named]) => named !== version)
    .map(([place, named]) => `${place}: names version ${named ?? 'none'}; package.json says ${version}`);
}

/** Folders that users have no use for. */
const unpublished =
  /^(build\/)?(test|bench|scripts|runtime|apps|packages\/embedded-cluster|packages\/work-queue|packages\/[^/]+\/test)\//;

/** Targets of `exports` and `bin` that the tarball lacks, and files that do not belong in it. */
export function packageProblems(manifest: object, files: readonly PackedFile[]): string[] {
  const paths = files.map(({ path }) => path);
  const { exports = {}, bin = {} } = manifest as { exports?: object; bin?: object };
  const missing = targets([exports, bin]).filter((target) => !paths.some((path) => matches(target, path)));
  return [
    ...missing.map((target) => `npm package: ${target} is named in package.json but not packed`),
    ...paths
      .filter((path) => unpublished.test(path))
      .map((path) => `npm package: ${path} is packed; add it to "files" with "!"`),
  ];
}

/** All texts in a nested value. */
const targets = (value: unknown): string[] =>
  typeof value === 'string' ? [value.replace(/^\.\//, '')] : Object.values(value ?? {}).flatMap(targets);

function matches(target: string, path: string): boolean {
  const [head = '', tail] = target.split('*');
  return tail === undefined ? path === head : path.startsWith(head) && path.endsWith(tail);
}
