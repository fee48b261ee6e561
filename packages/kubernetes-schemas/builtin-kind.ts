import { kindLines } from './generated/types.js';
import { type Spanned, spanned } from './spanned.js';

let kinds: ReadonlyMap<string, Spanned> | undefined;

function allKinds(): ReadonlyMap<string, Spanned> {
  kinds ??= new Map(
    kindLines
      .trim()
      .split('\n')
      .map((line) => {
        const [name = '', type = ''] = line.split(' ');
        return [name, spanned(type)];
      }),
  );
  return kinds;
}

/** The type of a built-in kind of Kubernetes or a kind of Tekton, and which versions have it; undefined for any other kind. */
export const builtinKind = (apiVersion: string, kind: string): Spanned | undefined =>
  allKinds().get(`${apiVersion}/${kind}`);

/** Groups that Kubernetes had once. */
const goneGroups = new Set(['extensions']);

/** The apiVersions in which a built-in group has a kind, in the order of the alphabet; undefined for other groups. */
export function apiVersionsOf(apiVersion: string, kind: string): string[] | undefined {
  const prefix = groupOf(apiVersion);
  if (goneGroups.has(prefix)) return [];
  const sameGroup = [...allKinds().keys()].filter((name) => groupOf(parent(name)) === prefix);
  if (sameGroup.length === 0) return undefined;
  return sameGroup.filter((name) => name.endsWith(`/${kind}`)).map(parent);
}

const parent = (path: string): string => path.slice(0, path.lastIndexOf('/'));

const groupOf = (apiVersion: string): string => (apiVersion.includes('/') ? parent(apiVersion) : '');
