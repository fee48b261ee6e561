import { posix } from 'node:path';

/** Reads a compiled declaration by its path below the build folder. */
type Read = (path: string) => string;

/** The specifiers of static imports, exports and `import('...')` types. */
const specifiers = /\b(?:from |import\(|import )'([^']+)'|\bimport\("([^"]+)"\)/g;

/**
 * The declarations that the given ones need, themselves included, by path and sorted.
 *
 * @param roots paths without extension
 */
export function neededDeclarations(roots: readonly string[], read: Read): Map<string, string> {
  const found = new Map<string, string>();
  const visit = (path: string): void => {
    if (found.has(path)) return;
    const text = read(path);
    found.set(path, text);
    for (const target of importsOf(text)) if (target.startsWith('.')) visit(resolve(path, target));
  };
  for (const root of roots) visit(`${root}.d.ts`);
  return new Map([...found].sort(([a], [b]) => (a < b ? -1 : 1)));
}

/** Other packages that declarations mention, sorted. */
export const foreignPackages = (texts: Iterable<string>): string[] =>
  [...new Set([...texts].flatMap(importsOf).filter((target) => !target.startsWith('.')))].sort();

const importsOf = (text: string): string[] =>
  [...text.matchAll(specifiers)].map(([, single, double]) => single ?? double ?? '');

const resolve = (from: string, target: string): string =>
  posix.join(posix.dirname(from), target.replace(/\.js$/, '.d.ts'));

/** Packages that a project need not have. Without them their types are `any`, and the project still compiles. */
const optional = 'cdk8s-plus-28|@kubernetes/client-node';
const optionalImport = new RegExp(`^(?=(?:import|export) [^;]*? from '(?:${optional})';$)`, 'gm');

/** A declaration as it is published. */
export const publishedDeclaration = (text: string): string =>
  text.replace(/^\/\/# sourceMappingURL=.*\n?/m, '').replace(optionalImport, '// @ts-ignore the package is optional\n');
